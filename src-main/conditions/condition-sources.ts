import type { ConditionCode } from '../../src-shared/condition-kinds.ts';
import { type ConditionSet, open, type Sinces } from './condition-set.ts';
import { conditionKey, keyOfSince, seenKey } from './found-condition.ts';

/** The two sources of conditions: the status, and the boards with their chips. */
const SOURCES = ['status', 'boards'] as const;
type Source = (typeof SOURCES)[number];

/** The conditions by each source; null if not judged since the program started. */
export type ConditionSets = Readonly<Record<Source, ConditionSet | null>>;

/** Codes that only boards show. */
const BY_BOARDS: ReadonlySet<string> = new Set<ConditionCode>([
  'board_below_siblings',
  'chip_zero_hashrate',
  'chip_grade_red',
  'chip_grade_orange',
  'chip_below_siblings',
  'chip_hot',
  'chip_throttled',
  'sensor_fault',
  'board_numbers',
]);
/** Codes that neither shows: their beginnings are stored by who finds them. */
export const BY_REACH = ['locked', 'address_conflict'] as const satisfies readonly ConditionCode[];
const REACH_CODES: ReadonlySet<string> = new Set(BY_REACH);
/** Codes that both show: either source may be the first to end them. */
const BY_BOTH: ReadonlySet<string> = new Set<ConditionCode>([
  'miner_zero_hashrate',
  'board_zero_hashrate',
  'board_failed',
  'board_chips_missing',
]);

/**
 * When all conditions began or were first seen, to be stored on disk. For codes that a source has not judged since the
 * start, the stored value is kept, unless the other source has ended the condition. Null without
 * conditions; the same object if nothing has changed.
 */
export function sincesOf(now: ConditionSets, before: ConditionSets, known: Sinces | null): Sinces | null {
  const next: Record<string, number> = {};
  for (const [key, at] of Object.entries(known ?? {})) if (REACH_CODES.has(codeOf(key))) next[key] = at;
  for (const source of SOURCES) Object.assign(next, unjudged(source, now, before, known));
  for (const source of SOURCES) {
    for (const condition of now[source] === null ? [] : open(now[source])) {
      const key = conditionKey(condition);
      if (condition.since_at !== null) next[key] = condition.since_at;
      else if (condition.first_seen_at !== null) next[seenKey(key)] = condition.first_seen_at;
    }
  }
  const entries = Object.entries(next);
  if (entries.length === 0) return null;
  const isSame = entries.length === Object.keys(known ?? {}).length;
  return isSame && entries.every(([key, at]) => known?.[key] === at) ? known : next;
}

function unjudged(source: Source, now: ConditionSets, before: ConditionSets, known: Sinces | null): Sinces {
  const codes = now[source]?.unjudged ?? null;
  if (known === null || codes?.size === 0) return {};
  const other = source === 'status' ? 'boards' : 'status';
  const remaining = keysOf(now[other]);
  const over = new Set([...keysOf(before[other])].filter((key) => !remaining.has(key)));
  const entries = Object.entries(known).filter(
    ([key]) => isShownBy(source, key) && !over.has(keyOfSince(key)) && (codes === null || codes.has(codeOf(key))),
  );
  return Object.fromEntries(entries);
}

const keysOf = (set: ConditionSet | null): Set<string> => new Set(set === null ? [] : open(set).map(conditionKey));

const codeOf = (key: string): ConditionCode => key.slice(0, key.indexOf(' ')) as ConditionCode;

function isShownBy(source: Source, key: string): boolean {
  const code = codeOf(key);
  return BY_BOTH.has(code) || BY_BOARDS.has(code) === (source === 'boards');
}
