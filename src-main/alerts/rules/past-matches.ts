import { momentOf } from '../../../src-shared/miner-now.ts';
import { mayBeStateWord } from '../../../src-shared/miner-state.ts';
import type { HistoryPoint, Miner, StatusSummary } from '../../../src-shared/model/index.ts';
import { matchesQuery, type QueryTerm } from '../../../src-shared/query/index.ts';
import { KNOWN_WITHOUT_READING } from './compiled-rule.ts';

/** Fields that history has for each slot. */
const IN_HISTORY: ReadonlySet<string> = new Set(['hashrate', 'power', 'temp']);
/** Known only for now, and too variable to be assumed for the past. */
const NOT_OF_THE_PAST: ReadonlySet<string> = new Set(['online', 'seen', 'age', 'since']);

/** The parts of a query, by what is known about the past. */
export interface PastQuery {
  /** True for a miner now, and assumed for the past: its name, its place, its model. */
  readonly now: readonly QueryTerm[];
  /** To be matched against each slot. */
  readonly slots: readonly QueryTerm[];
  /** Not in history; as it was written. */
  readonly unknown: readonly string[];
}

export function splitForPast(terms: readonly QueryTerm[], text: string): PastQuery {
  const now: QueryTerm[] = [];
  const slots: QueryTerm[] = [];
  const unknown: string[] = [];
  for (const term of terms) {
    const name = term.kind === 'word' ? nameOfWord(term.values) : term.kind === 'flag' ? term.flag : term.field;
    if (IN_HISTORY.has(name)) slots.push(term);
    else if (KNOWN_WITHOUT_READING.has(name) && !NOT_OF_THE_PAST.has(name)) now.push(term);
    else unknown.push(text.slice(term.from, term.to));
  }
  return { now, slots, unknown };
}

/** A word is searched in names, and in the state of a miner, which history does not have. */
function nameOfWord(values: readonly string[]): 'state' | 'name' {
  return values.some(mayBeStateWord) ? 'state' : 'name';
}

/**
 * When a rule would have matched a miner: at the end of the first `forMs` in which all slots
 * matched. Two slots in a row without readings restart this.
 */
export function matchesIn(
  miner: Miner,
  points: readonly HistoryPoint[],
  { slots, slotMs, forMs }: { slots: readonly QueryTerm[]; slotMs: number; forMs: number },
): number[] {
  const { latest_status: status } = miner;
  if (status === null) return [];
  const query = { terms: slots, errors: [] };
  const found: number[] = [];
  let sinceAt: number | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;
  let isOpen = false;
  for (const point of points) {
    if (point.at - lastAt > 2 * slotMs) sinceAt = null;
    lastAt = point.at;
    const moment = momentOf(point.at, slotMs / 1000);
    const isMatch = matchesQuery(query, asOf(miner, status, point), moment.nowMs, moment.staleAfterMs);
    if (!isMatch) [sinceAt, isOpen] = [null, false];
    else sinceAt ??= point.at;
    if (isOpen || sinceAt === null || point.at + slotMs - sinceAt < forMs) continue;
    isOpen = true;
    found.push(sinceAt + forMs);
  }
  return found;
}

/** The miner in a slot, as far as history knows it. */
function asOf(miner: Miner, status: StatusSummary, point: HistoryPoint): Miner {
  const { at: recorded_at, hashrate_hs, hashrate_expected_hs, power_w, chip_temp_max_c } = point;
  const figures = { recorded_at, hashrate_hs, hashrate_expected_hs, power_w, chip_temp_max_c };
  return { ...miner, online: true, latest_status: { ...status, ...figures, efficiency_j_per_th: null } };
}
