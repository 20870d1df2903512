import { freshReading, type Moment } from '../miner-now.ts';
import { CONDITION_WORDS, minerConditionCodes, minerStateWords, STATE_WORDS } from '../miner-state.ts';
import type { Miner, MinerModel } from '../model/index.ts';
import { rackOf } from '../place.ts';
import { CHIP_COLORS, CHIP_WORDS, chipWords } from './chip-words.ts';
import { TEXT_FIELDS } from './fields.ts';

/**
 * Something that may stand behind a field: what else it is called, and how many miners have it in
 * theirs now.
 */
export interface FarmValue {
  readonly text: string;
  readonly means: string;
  readonly miners: number;
}

const LISTED = [
  'model',
  'state',
  'preset',
  'pool',
  'firmware',
  'tag',
  'rack',
  'pdu',
  'switch',
  'condition',
  'chips',
] as const;
type ListedField = (typeof LISTED)[number];

/** What a farm has of the fields whose values can be listed, what most miners have first. */
export type FarmValues = Readonly<Record<ListedField, readonly FarmValue[]>>;

export const NO_VALUES: FarmValues = ofEach(() => []);

/** Goes once through all miners: to be kept for a while where it is asked at every key. */
export function farmValues(miners: readonly Miner[], models: readonly MinerModel[], moment: Moment): FarmValues {
  const tallies = ofEach(() => new Tally());
  for (const word of STATE_WORDS) tallies.state.know(word);
  for (const word of CONDITION_WORDS) tallies.condition.know(word);
  for (const word of CHIP_WORDS) tallies.chips.know(word, CHIP_COLORS[word] ?? null);
  for (const { alias, name, presets } of models) {
    tallies.model.know(alias, name);
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
 * What miners with the same texts have in common, compared faster than the texts themselves; null
 * where there are none.
 */
const KEYS: Readonly<Record<ListedField, (miner: Miner, moment: Moment) => string | null>> = {
  model: ({ model_alias, model_name }) => `${model_alias}\n${model_name}`,
  state: (miner, moment) => minerStateWords(miner, moment).join('\n'),
  preset: (miner, moment) => freshReading(miner, moment)?.preset ?? null,
  pool: (miner, moment) => freshReading(miner, moment)?.pool_url ?? null,
  firmware: ({ firmware_name, firmware_version }) => `${firmware_version}\n${firmware_name}`,
  tag: ({ tags }) => (tags.length === 0 ? null : tags.join('\n')),
  rack: ({ place }) => rackOf(place),
  pdu: ({ pdu }) => pdu,
  switch: (miner) => miner.switch,
  condition: (miner, moment) => minerConditionCodes(miner, moment).join('\n'),
  chips: (miner, moment) => chipWords(miner, moment).join('\n') || null,
};

function textsOf(field: ListedField, miner: Miner, moment: Moment): Texts {
  const texts = TEXT_FIELDS[field](miner, moment);
  switch (field) {
    case 'chips':
      return { values: chipWords(miner, moment), means: null, said: texts };
    case 'rack':
    case 'pool':
      // Each miner mines under another worker name: the pool is enough.
      return { values: texts.slice(0, 1), means: null, said: texts.slice(0, 1) };
    case 'state':
    case 'tag':
    case 'pdu':
    case 'switch':
    case 'condition':
    case 'preset':
      return { values: texts, means: null, said: texts };
    case 'model':
    case 'firmware':
      return { values: texts.slice(0, 1), means: texts[1] ?? null, said: texts };
  }
}

/**
 * What miners say of one field: what can be asked for, what else that is called, and all that is
 * searched.
 */
interface Texts {
  readonly values: readonly (string | null)[];
  readonly means: string | null;
  readonly said: readonly (string | null)[];
}

/**
 * No farm has more of anything, and hosts that make up a value each must not slow the screens down.
 */
const MOST_VALUES = 100;
const natural = new Intl.Collator('en', { numeric: true });

/**
 * What is known of one field. Miners that say the same are counted together: of those there are
 * few.
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

  /** Counts one more miner of a group; false where that has not begun yet. */
  count(key: string): boolean {
    const group = this.#groups.get(key);
    if (group !== undefined) group.miners += 1;
    return group !== undefined;
  }

  /** The first miner of a group. */
  begin(key: string, { values, means, said }: Texts): void {
    for (const text of values) this.know(text, means);
    const texts = said.filter((text) => text !== null).map((text) => text.toLowerCase());
    this.#groups.set(key, { said: texts, miners: 1 });
  }

  values(): readonly FarmValue[] {
    return [...this.#means]
      .map(([text, means]) => ({ text, means: [...means].join(', '), miners: this.#minersWith(text.toLowerCase()) }))
      .sort((a, b) => b.miners - a.miners || natural.compare(a.text, b.text));
  }

  /** As the query asks with ":". */
  #minersWith(text: string): number {
    let miners = 0;
    for (const group of this.#groups.values()) {
      if (group.said.some((said) => said.includes(text))) miners += group.miners;
    }
    return miners;
  }
}
