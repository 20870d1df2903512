import { freshReading, type Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';

/** Number of miners of a model by preset, from current readings. */
export function countByPreset(miners: readonly Miner[], alias: string, moment: Moment): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const miner of miners) {
    const preset = miner.model_alias === alias ? freshReading(miner, moment)?.preset : null;
    if (preset != null) counts.set(preset, (counts.get(preset) ?? 0) + 1);
  }
  return counts;
}
