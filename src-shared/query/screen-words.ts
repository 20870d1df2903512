import { CONDITION_CODES, conditionKind } from '../condition-kinds.ts';
import { STATE_WORDS } from '../miner/miner-state.ts';
import { FLAG_NAMES, FLAGS, flagQuery } from './fields/flags.ts';
import { quoteValue } from './format-query.ts';
import { queryTexts } from './query-texts.ts';

/** A state or a problem by what screens and operators call it, and the query for its miners. */
export interface ScreenWord {
  /** In lower case; the first one is what the screens call it. */
  readonly names: readonly string[];
  readonly query: string;
  readonly means: string;
  /** Whose count the query has: a value of a field that is listed. */
  readonly value: { readonly field: 'state' | 'condition'; readonly text: string } | null;
}

/** How well a text names a state or a problem. `within`: words anywhere in its name begin with its words. */
export type Naming = 'whole' | 'begun' | 'within';

const { screenWords: texts } = queryTexts;

/** Everything that the closed lists of flags, problems and states can name. */
const WORDS: readonly ScreenWord[] = merged([...ofFlags(), ...ofConditions(), ...ofStates()]);
const ORDER: readonly Naming[] = ['whole', 'begun', 'within'];

/** The states and problems that a text names, those that it names best first. */
export function screenWords(text: string): readonly (ScreenWord & { readonly naming: Naming })[] {
  const said = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  if (said === '') return [];
  return WORDS.flatMap((word) => {
    const naming = bestOf(word.names.map((name) => namingOf(name, said)));
    return naming === null ? [] : [{ ...word, naming }];
  }).sort((a, b) => ORDER.indexOf(a.naming) - ORDER.indexOf(b.naming));
}

function namingOf(name: string, said: string): Naming | null {
  if (name === said) return 'whole';
  if (name.startsWith(said)) return 'begun';
  return said.split(' ').every((word) => ` ${name}`.includes(` ${word}`)) ? 'within' : null;
}

function bestOf(namings: readonly (Naming | null)[]): Naming | null {
  return ORDER.find((naming) => namings.includes(naming)) ?? null;
}

function ofFlags(): readonly ScreenWord[] {
  const words = Object.entries(FLAGS).map(([query, { means, also }]) => ({
    names: [query, ...also],
    query,
    means,
    value: null,
  }));
  const negations = FLAG_NAMES.map((flag) => ({ names: [`not ${flag}`], ...flagQuery(flag, true), value: null }));
  return [...words, ...negations];
}

/** The problems that a row shows; notices are no values of the field. `offline` is a flag, too. */
function ofConditions(): readonly ScreenWord[] {
  return CONDITION_CODES.flatMap((code) => {
    const { row, title, also = [] } = conditionKind(code);
    if (row === null || Object.hasOwn(FLAGS, code)) return [];
    return {
      names: [title.toLowerCase(), row.word.toLowerCase(), code, code.replaceAll('_', ' '), ...also],
      query: `condition=${quoteValue(code)}`,
      means: texts.problem(title),
      value: { field: 'condition' as const, text: code },
    };
  });
}

/** The other states: without the words of problems, which are found as these. */
function ofStates(): readonly ScreenWord[] {
  const taken = new Set([...ofFlags(), ...ofConditions()].flatMap(({ names }) => names));
  return STATE_WORDS.filter((word) => !taken.has(word.toLowerCase())).map((word) => ({
    names: [word.toLowerCase()],
    query: `state=${quoteValue(word)}`,
    means: texts.state(word),
    value: { field: 'state' as const, text: word },
  }));
}

/** One word for each query, with all of its names. */
function merged(words: readonly ScreenWord[]): readonly ScreenWord[] {
  const byQuery = Map.groupBy(words, ({ query }) => query);
  return [...byQuery.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, names: [...new Set(same.flatMap(({ names }) => names))] }];
  });
}
