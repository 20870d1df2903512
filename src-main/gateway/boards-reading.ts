import { type BoardsBackground, findBoardConditions } from '../conditions/board-conditions.ts';
import type { FoundCondition } from '../conditions/found-condition.ts';
import type { BoardReading } from '../drivers/readings.ts';
import { type PackedTelemetry, packTelemetry } from '../store/queries/history/packed-telemetry.ts';

/**
 * The boards of a miner with their chips packed for storage, and their conditions if the miner is
 * meant to hash; `found` is null if they cannot be judged.
 */
export interface BoardsReading {
  readonly chains: PackedTelemetry['chains'];
  readonly found: FoundCondition[] | null;
}

/** Judges and packs a reading of boards. */
export function boardsReading(boards: readonly BoardReading[], background: BoardsBackground): BoardsReading {
  const found = findBoardConditions(boards, background);
  const chains = boards.map(({ sensors: _, failure_message: __, numbered_by_order: ___, ...snapshot }) => snapshot);
  return { ...packTelemetry({ chains }), found };
}
