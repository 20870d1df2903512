import type { Moment } from '../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../src-shared/model/index.ts';
import { useNowInTurn } from '../ui/use-now.ts';
import { useMinersAt } from './use-miners-now.ts';
import { useMomentAt } from './use-moment.ts';

/**
 * The miners and the moment of the same second, for what depends on both. With two separate hooks
 * the screen would be drawn twice.
 */
export function useFarmNow(): { readonly miners: readonly Miner[]; readonly moment: Moment } {
  const nowMs = useNowInTurn();
  return { miners: useMinersAt(nowMs), moment: useMomentAt(nowMs) };
}
