import { type BoardsBackground, findBoardConditions } from '../conditions/board-conditions.ts';
import type { FoundCondition } from '../conditions/found-condition.ts';
import type { BoardReading } from '../drivers/readings.ts';
import { type PackedTelemetry, packTelemetry } from '../store/queries/packed-telemetry.ts';

/**
 * The boards of a miner as they are kept, with their chips packed, and what is wrong in them if the
 * miner is meant to hash: null where they cannot be judged.
 */
export interface BoardsReading {
  readonly chains: PackedTelemetry['chains'];
  readonly found: FoundCondition[] | null;
}

/** Judges and packs what a miner says of its boards. */
export function boardsReading(boards: readonly BoardReading[], background: BoardsBackground): BoardsReading {
  const found = findBoardConditions(boards, background);
  const chains = boards.map(({ sensors: _, failure_message: __, ...snapshot }) => snapshot);
  return { ...packTelemetry({ chains }), found };
}
