import { minerName } from '../../miner/miner-name.ts';
import { freshReading, type Moment, poolHost } from '../../miner/miner-now.ts';
import { CONDITION_WORDS, minerConditionCodes, minerStateWords, STATE_WORDS } from '../../miner/miner-state.ts';
import type { Maintenance, Miner } from '../../model/index.ts';
import { type Place, placeOf, rackOf } from '../../place.ts';
import { accountOf } from '../../pools/ordered-pool.ts';
import { remembered } from '../../remembered.ts';
import { firmwareWords } from '../../text/firmware-words.ts';
import { queryTexts } from '../query-texts.ts';
import { CHIP_COLORS, CHIP_WORDS, chipWords } from './chip-words.ts';
import type { NumberFieldName } from './number-fields.ts';

/** The value of `place` for miners without one. */
const NO_PLACE = 'none';

/** All texts of a text field; empty if unknown. */
type ReadTexts = (miner: Miner, moment: Moment) => readonly (string | null)[];

/** More miners than a farm has: texts of a miner are remembered, because rules ask for them often. */
const MOST_MINERS = 20_000;
const MOST_KINDS = 1000;

/** One part of a miner's place: empty if it has none. */
const partOf =
  (part: keyof Place) =>
  ({ place }: Miner): readonly (string | null)[] => [placeOf(place)?.[part] ?? null];
const macTexts = remembered(MOST_MINERS, (id) => [id, id.replaceAll(':', ''), id.replaceAll(':', '-')]);
const withoutSpaces = remembered(MOST_KINDS, (text) => text.replaceAll(' ', ''));
const hostOf = remembered(MOST_KINDS, poolHost);

/** Values of `maintenance`, besides the reasons. */
export const MAINTENANCE_WORDS = ['yes', 'none', 'no'] as const;
const isReason = (text: string): boolean =>
  text !== '' && !(MAINTENANCE_WORDS as readonly string[]).includes(text.toLowerCase());

/** 'yes' and the reasons, or 'none'. */
function maintenanceTexts(maintenance: readonly Maintenance[]): readonly string[] {
  if (maintenance.length === 0) return ['none', 'no'];
  return ['yes', ...maintenance.map(({ reason }) => reason).filter(isReason)];
}

export const TEXT_FIELDS = {
  name: (miner) => [minerName(miner), miner.nickname, miner.label],
  model: ({ model_alias, model_name }) => [
    model_alias,
    model_name,
    model_name === null ? null : withoutSpaces(model_name),
  ],
  ip: (miner) => [miner.ip ?? miner.last_ip, ...miner.conflict_ips],
  mac: ({ id }) => macTexts(id),
  firmware: ({ firmware_name, firmware_version }) => [
    firmware_version,
    firmwareWords(firmware_name, null),
    firmware_name === null || firmware_version === null ? null : firmwareWords(firmware_name, firmware_version),
  ],
  algorithm: ({ algorithm }) => [algorithm],
  hostname: (miner) => [miner.hostname],
  tag: (miner) => miner.tags,
  site: ({ site_name, site_id }) => [site_name ?? null, site_id],
  place: ({ place }) => [place ?? NO_PLACE],
  building: partOf('building'),
  row: partOf('row'),
  rack: ({ place }) => [rackOf(place)],
  position: partOf('position'),
  pdu: ({ pdu }) => [pdu],
  switch: (miner) => [miner.switch],
  state: minerStateWords,
  condition: minerConditionCodes,
  preset: (miner, moment) => [freshReading(miner, moment)?.preset ?? null],
  chips: (miner, moment) => chipWords(miner, moment).flatMap((word) => [word, CHIP_COLORS[word] ?? null]),
  pool: (miner, moment) => {
    const status = freshReading(miner, moment);
    if (status === null) return [];
    return [status.pool_url === null ? null : hostOf(status.pool_url), status.pool_url, status.pool_user];
  },
  pools: (miner, moment) => {
    const urls = freshReading(miner, moment) === null ? [] : (miner.pool_urls ?? []);
    return [...urls.map(hostOf), ...urls];
  },
  maintenance: (miner, { maintenanceOf }) =>
    maintenanceOf === undefined ? [] : maintenanceTexts(maintenanceOf(miner)),
  worker: (miner, moment) => [freshReading(miner, moment)?.pool_user ?? null],
  account: (miner, moment) => [accountOf({ user: freshReading(miner, moment)?.pool_user ?? null })],
} as const satisfies Readonly<Record<string, ReadTexts>>;
export type TextFieldName = keyof typeof TEXT_FIELDS;

/** Descriptions of the text fields, for the list of completions. */
export const TEXT_FIELD_MEANINGS: Readonly<Record<Exclude<TextFieldName, NumberFieldName>, string>> =
  queryTexts.textFields;

/** The possible values of text fields that have a closed list. */
export const TEXT_FIELD_WORDS: Partial<Readonly<Record<TextFieldName, readonly string[]>>> = {
  state: STATE_WORDS,
  condition: CONDITION_WORDS,
  chips: [...CHIP_WORDS, ...Object.values(CHIP_COLORS)],
};
