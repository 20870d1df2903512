import {
  isCritical,
  isInDanger,
  type Moment,
  maintenanceNow,
  needsAttention,
} from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';

/** How serious it is that miners need attention. */
export interface AttentionNow {
  /** How many of them are in maintenance. */
  readonly inMaintenance: number;
  /** Whether one is critical that is not in maintenance, or in danger. */
  readonly critical: boolean;
}

/** Planned work makes the header neither red, nor its count unexplained. */
export function attentionNow(miners: readonly Miner[], moment: Moment): AttentionNow {
  let inMaintenance = 0;
  let critical = false;
  for (const miner of miners) {
    if (!needsAttention(miner)) continue;
    const isMaintained = maintenanceNow(miner, moment) !== null;
    if (isMaintained) inMaintenance += 1;
    critical ||= isMaintained ? isInDanger(miner) : isCritical(miner);
  }
  return { inMaintenance, critical };
}
