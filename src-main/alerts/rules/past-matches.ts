import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import { mayBeStateWord } from '../../../src-shared/miner/miner-state.ts';
import type { Miner, StatusSummary } from '../../../src-shared/model/index.ts';
import { type LeafTerm, leavesOf, matchesTerms, type QueryTerm } from '../../../src-shared/query/index.ts';
import type { MinerSlots } from '../../store/store.ts';
import { KNOWN_WITHOUT_READING } from './compiled-rule.ts';
import { type MatchState, stepMatch } from './match-state.ts';

/** Fields that history has for each slot. */
const IN_HISTORY: ReadonlySet<string> = new Set(['hashrate', 'power', 'temp']);
/** Known only for now, and too variable to be assumed for the past. */
const NOT_OF_THE_PAST: ReadonlySet<string> = new Set(['online', 'seen', 'age', 'since', 'maintenance']);

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
    // What is in brackets or joined by `or` is known if all its parts are.
    const leaves = leavesOf([term]).map((leaf) => ({ leaf, known: knownOf(leaf) }));
    const gone = leaves.filter(({ known }) => known === null);
    if (gone.length > 0) unknown.push(...gone.map(({ leaf }) => text.slice(leaf.from, leaf.to)));
    else if (leaves.some(({ known }) => known === 'slots')) slots.push(term);
    else now.push(term);
  }
  return { now, slots, unknown };
}

/** Whether a term is answered by each slot, or by what is true now; null if by neither. */
function knownOf(term: LeafTerm): 'slots' | 'now' | null {
  const name = term.kind === 'word' ? nameOfWord(term.values) : term.kind === 'flag' ? term.flag : term.field;
  if (IN_HISTORY.has(name)) return 'slots';
  return KNOWN_WITHOUT_READING.has(name) && !NOT_OF_THE_PAST.has(name) ? 'now' : null;
}

/** A word is searched in names, and in the state of a miner, which history does not have. */
function nameOfWord(values: readonly string[]): 'state' | 'name' {
  return values.some(mayBeStateWord) ? 'state' : 'name';
}

/** A rule, as it is matched against the past of a miner. */
export interface PastRule {
  readonly slots: readonly QueryTerm[];
  /** What must match for a match to end, besides that the rule matches no longer. */
  readonly clear: readonly QueryTerm[];
  readonly slotMs: number;
  readonly forMs: number;
  readonly clearForMs: number;
}

/**
 * When a rule would have opened an incident of a miner: at the end of the first `forMs` in which
 * all slots matched. As for a rule (match-state.ts), time without readings does not count, a
 * pending match is forgotten after it has lasted too long, and an open one stays open.
 */
export function matchesIn(miner: Miner, past: MinerSlots, rule: PastRule): number[] {
  const { slotMs, forMs, clearForMs } = rule;
  const slots = new PastMiner(miner, past);
  const times = { forMs, clearForMs };
  const found: number[] = [];
  let match: MatchState | null = null;
  let seenUntil = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < past.ats.length; i++) {
    const at = past.ats[i] as number;
    const row = slots.at(i);
    const moment = momentOf(at, slotMs / 1000);
    const isMatch = matchesTerms(rule.slots, row, moment);
    if (!isMatch && match === null) {
      seenUntil = at + slotMs;
      continue;
    }
    if (match !== null && at > seenUntil) match = stepMatch(match, 'hold', at, times).match;
    const input = isMatch ? 'match' : matchesTerms(rule.clear, row, moment) ? 'clear' : 'between';
    // A slot is what was read from its beginning to its end.
    for (const nowMs of [at, at + slotMs]) {
      const step = stepMatch(match, input, nowMs, times);
      if (step.change === 'began') found.push((step.match?.sinceAt ?? nowMs) + (match?.heldMs ?? 0) + forMs);
      match = step.match;
    }
    seenUntil = at + slotMs;
  }
  return found;
}

/** A miner slot by slot, as far as history knows it: one row that changes, and no garbage. */
class PastMiner {
  readonly #past: MinerSlots;
  readonly #status: { -readonly [K in keyof StatusSummary]: StatusSummary[K] } | null;
  readonly #row: Miner;

  constructor(miner: Miner, past: MinerSlots) {
    this.#past = past;
    const { latest_status: status } = miner;
    this.#status = status === null ? null : { ...status, efficiency_j_per_th: null };
    this.#row = { ...miner, online: true, latest_status: this.#status };
  }

  at(index: number): Miner {
    const { ats, hashrate_hs, hashrate_expected_hs, power_w, chip_temp_max_c } = this.#past;
    if (this.#status !== null) {
      this.#status.recorded_at = ats[index] as number;
      this.#status.hashrate_hs = known(hashrate_hs[index]);
      this.#status.hashrate_expected_hs = known(hashrate_expected_hs[index]);
      this.#status.power_w = known(power_w[index]);
      this.#status.chip_temp_max_c = known(chip_temp_max_c[index]);
    }
    return this.#row;
  }
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
