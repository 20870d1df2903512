import { type BoardsBackground, findBoardConditions } from '../conditions/board-conditions.ts';
import type { FoundCondition } from '../conditions/found-condition.ts';
import type { ChainsReading } from '../drivers/readings.ts';
import { type PackedTelemetry, packTelemetry } from '../store/queries/packed-telemetry.ts';

/** The boards of a miner as they are kept, with their chips packed, and what is wrong in them if the miner is meant to hash. */
export interface BoardsReading {
  readonly chains: PackedTelemetry['chains'];
  readonly found: FoundCondition[];
}

/** Judges and packs what a miner says of its boards. */
export function boardsReading(reading: ChainsReading, background: BoardsBackground): BoardsReading {
  const found = findBoardConditions(reading.chains, background);
  const chains = reading.chains.map(({ sensors: _, failure_message: __, ...snapshot }) => snapshot);
  return { ...packTelemetry({ chains }), found };
}
