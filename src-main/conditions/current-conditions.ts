/*
 * Conditions are judged once: rows, the list of anomalies, events, `GET /api/problems` and alerts
 * are views of the list that `conditionsOf` returns. CONTRIBUTING.md describes how to add one.
 */

import { conditionRank } from '../../src-shared/condition-kinds.ts';
import type { Condition } from '../../src-shared/model/index.ts';
import { isBoardReadingOld } from './boards-unread.ts';
import type { MinerFacts, Watch } from './facts.ts';
import { conditionKey } from './found-condition.ts';
import { findOfflineConditions } from './offline-conditions.ts';

/**
 * All current conditions of a miner, in the order in which they were found. If it is offline or not
 * polled, only those of its reachability: earlier readings may be outdated. Board conditions expire
 * by the time of its status. A condition that both readings show is taken from the boards.
 */
export function conditionsOf(miner: MinerFacts, watch: Watch): readonly Condition[] {
  const reach = findOfflineConditions(miner, watch.atItsAddress);
  if (!watch.isRead || miner.stored.ip === null) return reach;
  const byStatus = miner.statusConditions?.current ?? [];
  if (byStatus.some(({ code }) => code === 'figures_frozen')) return [...reach, ...byStatus];
  const byBoards = currentBoards(miner, watch);
  if (byBoards.length === 0) return [...reach, ...byStatus];
  const keys = new Set(byBoards.map(conditionKey));
  return [...reach, ...byStatus.filter((condition) => !keys.has(conditionKey(condition))), ...byBoards];
}

/** The likeliest cause first; the order within one code is kept. */
export function byCause(a: Condition, b: Condition): number {
  return conditionRank(a.code) - conditionRank(b.code);
}

function currentBoards({ boardConditions, latest }: MinerFacts, { telemetryMs }: Watch): readonly Condition[] {
  if (boardConditions === null) return [];
  return isBoardReadingOld(boardConditions.readAt, { latest }, telemetryMs) ? [] : boardConditions.current;
}
