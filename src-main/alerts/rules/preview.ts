import { DAY_MS } from '../../../src-shared/durations.ts';
import { momentOf } from '../../../src-shared/miner-now.ts';
import type { HistoryPoint, Miner, RulePreview, RulePreviewInput, Settings } from '../../../src-shared/model/index.ts';
import { matchesQuery, parseQuery } from '../../../src-shared/query/index.ts';
import { type HistoryPlan, planStatusHistory } from '../../history/plan-history.ts';
import { matchesIn, splitForPast } from './past-matches.ts';

export interface PreviewFarm {
  miners(): readonly Miner[];
  readonly statusSeconds: number;
  readonly retention: Settings['retention'];
  minerHistory(minerId: string, plan: HistoryPlan): Promise<readonly HistoryPoint[]>;
}

const SLOTS_A_DAY = 288;
/** Reading the history of more miners would take too long. */
const MOST_MINERS = 500;

const NOT_LEFT_OUT = 'Starts, tuning, stops, jobs and maintenance are not left out, and miners count one by one.';

const NO_HISTORY = 'There is no history of these miners yet.';

/** Which miners a query matches now, and when a rule with it would have matched which miners. */
export async function previewRule(input: RulePreviewInput, farm: PreviewFarm, nowMs: number): Promise<RulePreview> {
  const query = parseQuery(input.query);
  const { nowMs: at, staleAfterMs } = momentOf(nowMs, farm.statusSeconds);
  const miners = farm.miners();
  const matching = miners.filter((miner) => matchesQuery(query, miner, at, staleAfterMs)).map(({ id }) => id);
  if (input.days === 0) return { matching, fired: [], days: 0, unanswered: [] };
  const past = splitForPast(query.terms, input.query);
  const unanswered = past.unknown.map((term) => `History has nothing about "${term}".`);
  if (past.slots.length === 0 && unanswered.length === 0) unanswered.push('This does not change over time.');
  if (unanswered.length > 0) return { matching, fired: [], days: 0, unanswered };

  const nowQuery = { terms: past.now, errors: [] };
  const concerned = miners.filter((miner) => miner.managed && matchesQuery(nowQuery, miner, at, staleAfterMs));
  const tried = concerned.slice(0, MOST_MINERS);
  const span = { fromAt: nowMs - input.days * DAY_MS, toAt: nowMs, maxPoints: input.days * SLOTS_A_DAY + 1 };
  const plan = planStatusHistory(span, farm.retention, nowMs);
  const fired = new Map<number, string[]>();
  let firstAt = Number.POSITIVE_INFINITY;
  for (const miner of tried) {
    const points = await farm.minerHistory(miner.id, plan);
    firstAt = Math.min(firstAt, points[0]?.at ?? firstAt);
    const rule = { slots: past.slots, slotMs: plan.slotMs, forMs: input.for_seconds * 1000 };
    for (const foundAt of matchesIn(miner, points, rule)) {
      fired.set(foundAt, [...(fired.get(foundAt) ?? []), miner.id]);
    }
  }
  if (firstAt > nowMs) return { matching, fired: [], days: 0, unanswered: [NO_HISTORY] };
  return {
    matching,
    fired: [...fired].map(([firedAt, miner_ids]) => ({ at: firedAt, miner_ids })).sort((a, b) => a.at - b.at),
    // History may begin later than `days` ago.
    days: Math.min(input.days, Math.ceil((nowMs - firstAt) / DAY_MS)),
    unanswered: [
      NOT_LEFT_OUT,
      ...(tried.length < concerned.length ? [`Only ${tried.length} of ${concerned.length} miners were tried.`] : []),
    ],
  };
}
