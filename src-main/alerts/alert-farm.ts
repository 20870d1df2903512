import type { Moment } from '../../src-shared/miner/miner-now.ts';
import type { Miner, Watching } from '../../src-shared/model/index.ts';

/** The farm, as alerts use it. */
export interface AlertFarm {
  ids(): readonly string[];
  miner(id: string): Miner | null;
  /** The id of the miner that has replaced one that is gone; null if none has. */
  successorOf(id: string): string | null;
  /** As in its row, without building the row. */
  lastSeenAt(id: string): number | null;
  moment(): Moment;
  watching(): Watching;
  isInJob(id: string): boolean;
  isBeyondReach(miner: Miner): boolean;
  /** When the last scan ended since the program started; null if none has. */
  scannedAt(): number | null;
}
