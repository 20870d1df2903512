import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Miner, RuleGrouping, RulePreview, RulePreviewInput, Settings } from '../../../src-shared/model/index.ts';
import { matchesTerms, parseQuery } from '../../../src-shared/query/index.ts';
import { type HistoryPlan, planStatusHistory } from '../../history/plan-history.ts';
import type { MinerSlots } from '../../store/store.ts';
import { silentByQuery } from './compiled-rule.ts';
import { matchesIn, type PastQuery, type PastRule, splitForPast } from './past-matches.ts';

export interface PreviewFarm {
  miners(): readonly Miner[];
  /** What is known about this moment. */
  moment(nowMs: number): Moment;
  readonly retention: Settings['retention'];
  /** How many incidents these miners would be, each list of them at one time. */
  countIncidents(found: readonly (readonly string[])[], grouping: RuleGrouping): number;
  /** The slots of these miners, in their order. */
  minersSlots(minerIds: readonly string[], plan: HistoryPlan): Promise<readonly MinerSlots[]>;
}

const SLOTS_A_DAY = 288;
/** Reading the history of more miners would take too long. */
const MOST_MINERS = 500;
/** Miners in one call: other work is done between two of them, on both sides. */
const IN_ONE_CALL = 10;

const NOT_LEFT_OUT = 'Starts, tuning, stops, jobs and maintenance are not left out.';

const NO_HISTORY = 'There is no history of these miners yet.';
const noEnd = (terms: readonly string[]): string =>
  `History does not record ${terms.map((term) => `"${term}"`).join(', ')}: the end is taken without it.`;

/**
 * Which miners a query matches now, and when a rule with it would have matched which miners. Throws
 * when the signal aborts, so that a search without a caller does not delay the next one.
 */
export async function previewRule(
  input: RulePreviewInput,
  farm: PreviewFarm,
  nowMs: number,
  signal?: AbortSignal,
): Promise<RulePreview> {
  const query = parseQuery(input.query);
  const moment = farm.moment(nowMs);
  const miners = farm.miners();
  const matching = miners.filter((miner) => matchesTerms(query.terms, miner, moment)).map(({ id }) => id);
  const clear = parseQuery(input.clear_query ?? '');
  const now = { matching, not_while: silentByQuery(query.terms, clear.terms) };
  const nothing = { ...now, fired: [], incidents: 0, days: 0 };
  if (input.days === 0) return { ...nothing, unanswered: [] };
  const past = splitForPast(query.terms, input.query);
  const unanswered = past.unknown.map(
    (term) => `How often it would have fired is unknown: history does not record "${term}".`,
  );
  if (past.slots.length === 0 && unanswered.length === 0) unanswered.push('This does not change over time.');
  if (unanswered.length > 0) return { ...nothing, unanswered };

  const ending = splitForPast(clear.terms, input.clear_query ?? '');
  const concerned = miners.filter((miner) => miner.managed && matchesTerms(past.now, miner, moment));
  const tried = concerned.slice(0, MOST_MINERS);
  const span = { fromAt: nowMs - input.days * DAY_MS, toAt: nowMs, maxPoints: input.days * SLOTS_A_DAY + 1 };
  const plan = planStatusHistory(span, farm.retention, nowMs);
  const rule = (miner: Miner): PastRule => ({
    slots: past.slots,
    clear: clearOf(ending, miner, moment),
    slotMs: plan.slotMs,
    forMs: input.for_seconds * 1000,
    clearForMs: input.clear_for_seconds * 1000,
  });
  const fired = new Map<number, string[]>();
  let firstAt = Number.POSITIVE_INFINITY;
  for await (const [miner, slots] of inPortions(tried, plan, farm, signal)) {
    firstAt = Math.min(firstAt, slots.ats[0] ?? firstAt);
    for (const foundAt of matchesIn(miner, slots, rule(miner))) {
      const of = fired.get(foundAt);
      if (of === undefined) fired.set(foundAt, [miner.id]);
      else of.push(miner.id);
    }
  }
  if (firstAt > nowMs) return { ...nothing, unanswered: [NO_HISTORY] };
  return {
    ...now,
    fired: [...fired].map(([firedAt, miner_ids]) => ({ at: firedAt, miner_ids })).sort((a, b) => a.at - b.at),
    incidents: farm.countIncidents([...fired.values()], input.grouping),
    // History may begin later than `days` ago.
    days: Math.min(input.days, Math.ceil((nowMs - firstAt) / DAY_MS)),
    unanswered: [
      NOT_LEFT_OUT,
      ...(ending.unknown.length > 0 ? [noEnd(ending.unknown)] : []),
      ...(tried.length < concerned.length ? [`Only ${tried.length} of ${concerned.length} miners were tried.`] : []),
    ],
  };
}

/** Each miner with its slots. The next portion is read while one is matched. */
async function* inPortions(
  miners: readonly Miner[],
  plan: HistoryPlan,
  farm: PreviewFarm,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly [Miner, MinerSlots]> {
  const read = (from: number): Promise<readonly MinerSlots[]> => {
    const ids = miners.slice(from, from + IN_ONE_CALL).map(({ id }) => id);
    const reading = ids.length === 0 ? Promise.resolve([]) : farm.minersSlots(ids, plan);
    // Nobody waits for it if this one fails or the caller goes away.
    reading.catch(() => undefined);
    return reading;
  };
  let next = read(0);
  for (let from = 0; from < miners.length; from += IN_ONE_CALL) {
    signal?.throwIfAborted();
    const portion = await next;
    next = read(from + IN_ONE_CALL);
    for (const [i, slots] of portion.entries()) {
      const miner = miners[from + i];
      if (miner !== undefined) yield [miner, slots];
    }
  }
}

/**
 * What must match for an end, of what history has. What is known only now decides for all slots.
 */
function clearOf({ now, slots }: PastQuery, miner: Miner, moment: Moment): PastRule['clear'] {
  return matchesTerms(now, miner, moment) ? slots : [...now, ...slots];
}
