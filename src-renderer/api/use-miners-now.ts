import { useMemo } from 'react';
import type { Miner } from '../../src-shared/model/index.ts';
import { useNowInTurn } from '../ui/use-now.ts';
import { useLive, usePowerHive } from './use-powerhive.ts';

/**
 * All miners as of this second, for counts, sums and the order of rows. The rows themselves follow
 * each change (`useLiveMiner`). Computing over ten thousand miners ten times a second would make
 * the screen slow.
 */
export function useMinersNow(): readonly Miner[] {
  return useMinersAt(useNowInTurn());
}

/** The same, for a caller that already has the second. */
export function useMinersAt(nowMs: number): readonly Miner[] {
  const { live } = usePowerHive();
  // While miners are still arriving, those at hand are enough until the next second.
  const count = useLive(({ fill, miners }) => (fill === 'whole' ? miners.length : Math.sign(miners.length)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the second and the count are what triggers a new computation
  return useMemo(() => live.state.miners.array, [live, nowMs, count]);
}
