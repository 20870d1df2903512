import { knownWeakChips } from '../../judging/chip-grades.ts';
import { readingEfficiency, scryptJPerGh } from '../../judging/efficiency.ts';
import { hashrateShare } from '../../judging/hashrate.ts';
import { presetWatts } from '../../judging/max-preset.ts';
import { minerName } from '../../miner/miner-name.ts';
import { freshReading, type Moment, poolHost, secondsSince } from '../../miner/miner-now.ts';
import { CONDITION_WORDS, minerConditionCodes, minerStateWords, STATE_WORDS } from '../../miner/miner-state.ts';
import { UNUSUAL_PRESET } from '../../miner/usual-preset.ts';
import type { Maintenance, Miner, StatusSummary } from '../../model/index.ts';
import { type Place, placeOf, rackOf } from '../../place.ts';
import { accountOf } from '../../pools/ordered-pool.ts';
import { remembered } from '../../remembered.ts';
import { minerHashrateUnit } from '../../units.ts';
import { queryTexts } from '../query-texts.ts';
import { CHIP_COLORS, CHIP_WORDS, chipWords } from './chip-words.ts';
import { FLAG_NAMES } from './flags.ts';
import { type IsAsked, sinceSeconds } from './since-seconds.ts';
import { DEGREES, DEGREES_AT_ZERO, DURATIONS, JOULES_PER_TERAHASH, TERAHASHES, WATTS } from './units.ts';

/** The value of `place` for miners without one. */
const NO_PLACE = 'none';

/** All texts of a text field; empty if unknown. */
type ReadTexts = (miner: Miner, moment: Moment) => readonly (string | null)[];

export interface NumberField {
  /** Factors of the units. The empty unit is for a figure without one. */
  readonly units: Readonly<Record<string, number>>;
  /** Offset of a unit: the value of its 0, if that is not 0. */
  readonly zeros?: Readonly<Record<string, number>>;
  /** Description for the list of completions. */
  readonly means: string;
  /** Description for the message about an invalid value. */
  readonly takes: string;
  /** Examples of what may follow its name, most usual first. */
  readonly examples: readonly string[];
  /** The figure in the unit whose factor is 1; null if it is unknown now. */
  readonly read: (miner: Miner, moment: Moment, asked?: readonly IsAsked[]) => number | null;
  /** The figure as a percentage, if the field has one. */
  readonly readPercent?: (miner: Miner, moment: Moment) => number | null;
  /** The operator's limit, which `max` stands for. */
  readonly readLimit?: (miner: Miner) => number | null;
  /** A figure without a unit is a name: `preset:3080`, but `preset:3080W`. */
  readonly figuresAreNames?: boolean;
  /** Factor of a figure without a unit for this miner, if miners differ; else 1. */
  readonly ownUnit?: (miner: Miner) => number;
}

const ofReading =
  (read: (status: StatusSummary, miner: Miner) => number | null) =>
  (miner: Miner, moment: Moment): number | null => {
    const status = freshReading(miner, moment);
    return status === null ? null : read(status, miner);
  };

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
    firmware_name,
    firmware_name === null || firmware_version === null ? null : `${firmware_name} ${firmware_version}`,
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

const numberTexts = queryTexts.numberFields;
/** The unit of a miner's hash rate, in TH/s. */
const terahashes = ({ algorithm }: Miner): number => minerHashrateUnit(algorithm).hashes / 1e12;

export const NUMBER_FIELDS = {
  hashrate: {
    units: TERAHASHES,
    ...numberTexts.hashrate,
    examples: ['>100', '<90%'],
    ownUnit: terahashes,
    read: ofReading(({ hashrate_hs }) => (hashrate_hs === null ? null : hashrate_hs / 1e12)),
    readPercent: ofReading((status) => percentOf(hashrateShare(status))),
  },
  expected: {
    units: TERAHASHES,
    ...numberTexts.expected,
    examples: ['>100'],
    ownUnit: terahashes,
    read: ofReading(({ hashrate_expected_hs }) => (hashrate_expected_hs === null ? null : hashrate_expected_hs / 1e12)),
  },
  power: {
    units: WATTS,
    ...numberTexts.power,
    examples: ['>3000', '>3.2kW'],
    read: ofReading(({ power_w }) => power_w),
  },
  preset: {
    units: WATTS,
    ...numberTexts.preset,
    examples: [':3080', '<3000W', '>max', `:${UNUSUAL_PRESET}`],
    figuresAreNames: true,
    read: ofReading(({ preset }) => presetWatts(preset)),
    readLimit: ({ max_preset }) => presetWatts(max_preset),
  },
  efficiency: {
    units: JOULES_PER_TERAHASH,
    ...numberTexts.efficiency,
    examples: ['>32'],
    ownUnit: ({ algorithm }) => (algorithm === 'scrypt' ? 1000 : 1),
    read: ofReading((status, { algorithm }) => {
      if (algorithm !== 'scrypt') return readingEfficiency(status, algorithm);
      const perGh = scryptJPerGh(status);
      return perGh === null ? null : perGh * 1000;
    }),
  },
  temp: {
    units: DEGREES,
    zeros: DEGREES_AT_ZERO,
    ...numberTexts.temp,
    examples: ['>80', '>176F'],
    read: ofReading(({ chip_temp_max_c }) => chip_temp_max_c),
  },
  fans: {
    units: { '': 1 },
    ...numberTexts.fans,
    examples: ['<4', '>90%'],
    read: ofReading(({ fan_count }) => fan_count),
    readPercent: ofReading(({ fan_duty_percent }) => fan_duty_percent),
  },
  boards: {
    units: { '': 1 },
    ...numberTexts.boards,
    examples: ['<3', '<100%'],
    read: ({ boards_on }) => boards_on?.on ?? null,
    readPercent: ({ boards_on }) => percentOf(boards_on === null ? null : boards_on.on / boards_on.total),
  },
  errors: {
    units: { '': 1, '%': 1 },
    ...numberTexts.errors,
    examples: ['>1%'],
    read: ofReading(({ hw_error_percent }) => hw_error_percent),
  },
  rejected: {
    units: { '': 1, '%': 1 },
    ...numberTexts.rejected,
    examples: ['>2%'],
    read: ofReading((_, { rejected_percent }) => rejected_percent ?? null),
  },
  chips: {
    units: { '': 1 },
    ...numberTexts.chips,
    examples: [':bad', '>5'],
    read: (miner, { nowMs }) => {
      const rated = knownWeakChips(miner, nowMs);
      return rated === null ? null : rated.weak + rated.bad;
    },
  },
  weakchips: {
    units: { '': 1 },
    ...numberTexts.weakchips,
    examples: ['>5'],
    read: (miner, { nowMs }) => knownWeakChips(miner, nowMs)?.weak ?? null,
  },
  badchips: {
    units: { '': 1 },
    ...numberTexts.badchips,
    examples: ['>0'],
    read: (miner, { nowMs }) => knownWeakChips(miner, nowMs)?.bad ?? null,
  },
  since: {
    units: DURATIONS,
    ...numberTexts.since,
    examples: ['>1h'],
    read: sinceSeconds,
  },
  uptime: {
    units: DURATIONS,
    ...numberTexts.uptime,
    examples: ['<1h'],
    read: ofReading(({ uptime_s }) => uptime_s),
  },
  age: {
    units: DURATIONS,
    ...numberTexts.age,
    examples: ['>5min'],
    read: ({ latest_status }, moment) => secondsSince(latest_status?.recorded_at ?? null, moment),
  },
  seen: {
    units: DURATIONS,
    ...numberTexts.seen,
    examples: ['>2h'],
    read: ({ last_seen_at }, moment) => secondsSince(last_seen_at, moment),
  },
} as const satisfies Readonly<Record<string, NumberField>>;
export type NumberFieldName = keyof typeof NUMBER_FIELDS;

/** Other words for fields. */
export const FIELD_ALIASES: Readonly<Record<string, string>> = {
  address: 'ip',
  problem: 'condition',
  temperature: 'temp',
  eff: 'efficiency',
  breaker: 'pdu',
  hall: 'building',
  container: 'building',
  pos: 'position',
  slot: 'position',
  host: 'hostname',
  fw: 'firmware',
  status: 'state',
  hr: 'hashrate',
  watts: 'power',
  jth: 'efficiency',
  chip: 'temp',
  grade: 'chips',
  rejects: 'rejected',
};

/** The name of the field for a word; the word itself if it is no field. */
export function fieldNameOf(word: string): string {
  const written = word.toLowerCase();
  return Object.hasOwn(FIELD_ALIASES, written) ? (FIELD_ALIASES[written] ?? written) : written;
}

/** The names of all fields, for the message about an unknown one. */
export const FIELD_NAMES: readonly string[] = [
  ...new Set([...Object.keys(TEXT_FIELDS), ...Object.keys(NUMBER_FIELDS), ...FLAG_NAMES]),
];

function percentOf(share: number | null): number | null {
  return share === null ? null : share * 100;
}
