import type { ChainsReading } from '../firmware/readings.ts';
import { findBoardAnomalies } from '../fleet/anomalies.ts';
import { packTelemetry } from '../store/packed-telemetry.ts';
import type { BoardsReading } from './asker.ts';

/** Judges and packs what a miner says of its boards. `boards` is how many its model has, null if unknown. */
export function boardsReading(reading: ChainsReading, boards: number | null): BoardsReading {
  const found = findBoardAnomalies(reading.chains, boards);
  const chains = reading.chains.map(({ sensors: _, failure_message: __, ...snapshot }) => snapshot);
  return { ...packTelemetry({ chains }), found };
}
