import { freshReading, type Moment } from '../../miner/miner-now.ts';
import { CONDITION_WORDS, minerConditionCodes, minerStateWords, STATE_WORDS } from '../../miner/miner-state.ts';
import { UNUSUAL_PRESET } from '../../miner/usual-preset.ts';
import { isUnusual, UNUSUAL_FIELDS, type UnusualField } from '../../miner/usual-values.ts';
import type { Miner, MinerModel } from '../../model/index.ts';
import { placeOf, rackOf } from '../../place.ts';
import { firmwareWords } from '../../text/firmware-words.ts';
import { modelWords } from '../../text/model-words.ts';
import { queryTexts } from '../query-texts.ts';
import { CHIP_COLORS, CHIP_WORDS, chipWords } from './chip-words.ts';
import { TEXT_FIELDS } from './text-fields.ts';

/** A value of a field, with its other name, and the number of miners that have it now. */
export interface FarmValue {
  readonly text: string;
  readonly means: string;
  /** Found with `:`. */
  readonly miners: number;
  /** Found with `=`; absent where it is the same. */
  readonly exactly?: number;
}

const LISTED = [
  'model',
  'state',
  'preset',
  'pool',
  'pools',
  'account',
  'firmware',
  'algorithm',
  'tag',
  'site',
  'building',
  'row',
  'rack',
  'position',
  'pdu',
  'switch',
  'condition',
  'chips',
  'maintenance',
] as const;
type ListedField = (typeof LISTED)[number];

/** The farm's values of the fields that can be listed, most frequent first. */
export type FarmValues = Readonly<Record<ListedField, readonly FarmValue[]>>;

export const NO_VALUES: FarmValues = ofEach(() => []);

/** Iterates over all miners: for use at every key stroke the result must be cached. */
export function farmValues(miners: readonly Miner[], models: readonly MinerModel[], moment: Moment): FarmValues {
  const tallies = ofEach(() => new Tally());
  for (const word of STATE_WORDS) tallies.state.know(word);
  for (const word of CONDITION_WORDS) tallies.condition.know(word);
  for (const field of UNUSUAL_FIELDS) tallies[field].know(UNUSUAL_PRESET, queryTexts.unusual[field]);
  for (const word of CHIP_WORDS) tallies.chips.know(word, CHIP_COLORS[word] ?? null);
  for (const word of ['yes', 'none']) tallies.maintenance.know(word);
  for (const { alias, name, presets } of models) {
    tallies.model.know(alias, modelWords(name));
    for (const preset of presets) tallies.preset.know(preset.name, alias);
  }
  for (const miner of miners) {
    for (const field of LISTED) {
      const key = KEYS[field](miner, moment);
      if (key !== null && !tallies[field].count(key)) tallies[field].begin(key, textsOf(field, miner, moment));
    }
  }
  return ofEach((field) => tallies[field].values());
}

function ofEach<T>(make: (field: ListedField) => T): Readonly<Record<ListedField, T>> {
  return Object.fromEntries(LISTED.map((field) => [field, make(field)])) as Record<ListedField, T>;
}

/**
 * A key that is equal for miners with the same texts, and faster to compare; null if there are
 * none.
 */
const KEYS: Readonly<Record<ListedField, (miner: Miner, moment: Moment) => string | null>> = {
  model: ({ model_alias, model_name }) => `${model_alias}\n${model_name}`,
  state: (miner, moment) => minerStateWords(miner, moment).join('\n'),
  preset: (miner, moment) => {
    const preset = freshReading(miner, moment)?.preset ?? null;
    return preset === null ? null : `${preset}\n${isUnusual('preset', miner, moment)}`;
  },
  pool: (miner, moment) => freshReading(miner, moment)?.pool_url ?? null,
  account: (miner, moment) => TEXT_FIELDS.account(miner, moment)[0]?.toLowerCase() ?? null,
  pools: (miner, moment) => {
    const texts = TEXT_FIELDS.pools(miner, moment);
    return texts.length === 0 ? null : `${texts.join('\n')}\n${isUnusual('pools', miner, moment)}`;
  },
  firmware: (miner, moment) =>
    `${miner.firmware_version}\n${miner.firmware_name}\n${isUnusual('firmware', miner, moment)}`,
  algorithm: ({ algorithm }) => algorithm,
  tag: ({ tags }) => (tags.length === 0 ? null : tags.join('\n')),
  site: ({ site_id }) => site_id,
  building: ({ place }) => placeOf(place)?.building ?? null,
  row: ({ place }) => placeOf(place)?.row ?? null,
  rack: ({ place }) => rackOf(place),
  position: ({ place }) => placeOf(place)?.position ?? null,
  pdu: ({ pdu }) => pdu,
  switch: (miner) => miner.switch,
  condition: (miner, moment) => minerConditionCodes(miner, moment).join('\n'),
  chips: (miner, moment) => chipWords(miner, moment).join('\n') || null,
  maintenance: (miner, moment) => TEXT_FIELDS.maintenance(miner, moment).join('\n') || null,
};

function textsOf(field: ListedField, miner: Miner, moment: Moment): Texts {
  const texts = TEXT_FIELDS[field](miner, moment);
  switch (field) {
    case 'chips':
      return { values: chipWords(miner, moment), means: null, said: texts };
    case 'maintenance':
      // Without "no", which says the same as "none".
      return { values: texts.filter((text) => text !== 'no'), means: null, said: texts };
    case 'site':
      // Without the id, which the name stands for.
      return { values: texts.slice(0, 1), means: null, said: texts };
    case 'pool':
      // Without the worker, which differs between miners.
      return { values: texts.slice(0, 1), means: null, said: texts.slice(0, 1) };
    case 'pools':
      return { values: texts.slice(0, texts.length / 2), means: null, said: withUnusual(texts, field, miner, moment) };
    case 'state':
    case 'algorithm':
    case 'account':
    case 'tag':
    case 'building':
    case 'row':
    case 'rack':
    case 'position':
    case 'pdu':
    case 'switch':
    case 'condition':
      return { values: texts, means: null, said: texts };
    case 'preset':
      return { values: texts, means: null, said: withUnusual(texts, field, miner, moment) };
    case 'model':
      return { values: texts.slice(0, 1), means: texts[1] == null ? null : modelWords(texts[1]), said: texts };
    case 'firmware':
      return {
        values: texts.slice(0, 1),
        means: firmwareWords(texts[1] ?? null, null),
        said: withUnusual(texts, field, miner, moment),
      };
  }
}

function withUnusual(texts: Texts['said'], field: UnusualField, miner: Miner, moment: Moment): Texts['said'] {
  return isUnusual(field, miner, moment) === true ? [...texts, UNUSUAL_PRESET] : texts;
}

/**
 * The texts of one field: the values that are offered, their other name, and all texts that are
 * searched.
 */
interface Texts {
  readonly values: readonly (string | null)[];
  readonly means: string | null;
  readonly said: readonly (string | null)[];
}

/**
 * More than any farm has. Hostile hosts that each send another value must not slow down the
 * screens.
 */
const MOST_VALUES = 100;
const natural = new Intl.Collator('en', { numeric: true });

/**
 * Counts the values of one field. Miners with the same texts are counted as a group, because there
 * are few groups.
 */
class Tally {
  readonly #means = new Map<string, Set<string>>();
  readonly #groups = new Map<string, { readonly said: readonly string[]; miners: number }>();

  know(text: string | null, means: string | null = null): void {
    if (text === null || text.trim() === '') return;
    const known = this.#means.get(text) ?? new Set();
    if (means !== null) known.add(means);
    if (this.#means.size < MOST_VALUES) this.#means.set(text, known);
  }

  /** Counts one more miner of a group; false if the group does not exist yet. */
  count(key: string): boolean {
    const group = this.#groups.get(key);
    if (group !== undefined) group.miners += 1;
    return group !== undefined;
  }

  /** Adds a group with its first miner. */
  begin(key: string, { values, means, said }: Texts): void {
    for (const text of values) this.know(text, means);
    const texts = said.filter((text) => text !== null).map((text) => text.toLowerCase());
    this.#groups.set(key, { said: texts, miners: 1 });
  }

  values(): readonly FarmValue[] {
    return [...this.#means]
      .map(([text, means]) => ({ text, means: [...means].join(', '), ...this.#countsOf(text.toLowerCase()) }))
      .sort((a, b) => b.miners - a.miners || natural.compare(a.text, b.text));
  }

  /** The numbers of miners that a query finds with ":", and with "=". */
  #countsOf(text: string): Pick<FarmValue, 'miners' | 'exactly'> {
    let miners = 0;
    let exactly = 0;
    for (const group of this.#groups.values()) {
      if (group.said.some((said) => said.includes(text))) miners += group.miners;
      if (group.said.includes(text)) exactly += group.miners;
    }
    return exactly === miners ? { miners } : { miners, exactly };
  }
}
