import { type BoardsBackground, findBoardAnomalies } from '../conditions/board-anomalies.ts';
import type { Finding } from '../conditions/finding.ts';
import type { ChainsReading } from '../drivers/readings.ts';
import { type PackedTelemetry, packTelemetry } from '../store/queries/packed-telemetry.ts';

/** The boards of a miner as they are kept, with their chips packed, and what stands out in them if the miner is meant to hash. */
export interface BoardsReading {
  readonly chains: PackedTelemetry['chains'];
  readonly found: Finding[];
}

/** Judges and packs what a miner says of its boards. */
export function boardsReading(reading: ChainsReading, background: BoardsBackground): BoardsReading {
  const found = findBoardAnomalies(reading.chains, background);
  const chains = reading.chains.map(({ sensors: _, failure_message: __, ...snapshot }) => snapshot);
  return { ...packTelemetry({ chains }), found };
}
