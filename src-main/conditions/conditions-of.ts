/*
 * What is wrong, judged once. Everything that reports it (rows, the list of anomalies, events,
 * `GET /api/problems` and alerts) is a view of the list that `conditionsOf` returns. CONTRIBUTING.md lists
 * what a new condition takes.
 */

import { conditionRank } from '../../src-shared/judging/conditions.ts';
import type { Condition } from '../../src-shared/model/index.ts';
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
