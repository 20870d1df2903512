/*
 * What is wrong, judged once. Everything that reports it (rows, the list of anomalies, events,
 * later problems and alerts) is a view of the list that `conditionsOf` returns.
 *
 * To add a condition:
 *  1. Name it in the closed list, src-shared/rules/conditions.ts: its code (for good), severity,
 * part, title, meaning, and how a row says it.     Its place in the list is its place among the
 * causes.  2. Put its numbers into src-shared/rules/thresholds.ts, and into HOLD_MS there if one
 * reading is no proof.  3. Find it: in status-conditions.ts what one `/summary` shows, in
 * board-conditions.ts or chip-conditions.ts what `/chains` shows, in     reach-conditions.ts what
 * no reading shows. What follows from several readings is gathered in reading-course.ts. Only pure
 * functions:     the same facts at the same times give the same conditions. Facts that are not
 * there yet go into facts.ts, and the fleet hands them in.  4. If GET /api/anomalies should list
 * it, add its code to `Anomaly` in src-shared/model/anomaly.ts, and a picture of it, if the usual
 * one does not fit, in src-renderer/features/anomalies/board-picture.tsx.  5. Test it in
 * tests/unit/conditions: through JudgedMiner with a payload as the firmware sends it, once where it
 * is wrong and once where     it is not. Give the simulator a fault for it
 * (src-main/demo/faults.ts) and a line in tests/integration/reported-miners.test.ts.  6. A line in
 * CHANGELOG.md.
 */
import type { Condition } from '../../src-shared/model/index.ts';
import { conditionRank } from '../../src-shared/rules/conditions.ts';
import { isBoardReadingOld } from './boards-unread.ts';
import type { MinerFacts, Watch } from './facts.ts';
import { conditionKey } from './found-condition.ts';
import { findReachConditions } from './reach-conditions.ts';

/**
 * All that is wrong with a miner now, in the order in which it was found. Of one that is offline or
 * not polled only why: what was read of it before is not known to be so any more. What its boards
 * show ages with its status. What both readings show counts once, as its boards show it.
 */
export function conditionsOf(miner: MinerFacts, watch: Watch): readonly Condition[] {
  const reach = findReachConditions(miner);
  if (!watch.isRead || miner.stored.ip === null) return reach;
  const byStatus = miner.statusConditions?.current ?? [];
  if (byStatus.some(({ code }) => code === 'figures_frozen')) return [...reach, ...byStatus];
  const byBoards = currentBoards(miner, watch);
  if (byBoards.length === 0) return [...reach, ...byStatus];
  const keys = new Set(byBoards.map(conditionKey));
  return [...reach, ...byStatus.filter((condition) => !keys.has(conditionKey(condition))), ...byBoards];
}

/** The likeliest cause first; among those of one code the order stays. */
export function byCause(a: Condition, b: Condition): number {
  return conditionRank(a.code) - conditionRank(b.code);
}

function currentBoards({ boardConditions, latest }: MinerFacts, { telemetryMs }: Watch): readonly Condition[] {
  if (boardConditions === null) return [];
  return isBoardReadingOld(boardConditions.readAt, { latest }, telemetryMs) ? [] : boardConditions.current;
}
