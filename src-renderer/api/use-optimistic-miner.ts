import { useCallback } from 'react';
import { withExactPlace } from '../../src-shared/meant-place.ts';
import { minerName } from '../../src-shared/miner/miner-name.ts';
import type { Miner, MinerPatch } from '../../src-shared/model/index.ts';
import { toastFailure } from '../ui/feedback/toast.tsx';
import { callErrorMessage } from './call-error.ts';
import { usePowerHive } from './use-powerhive.ts';

/**
 * Changes a miner. The change is shown at once, and reverted with a toast if PowerHive refuses it.
 * `failed` makes the title of that toast from the miner's name. Returns whether it was done.
 */
export function useOptimisticMiner(): (
  miner: Miner,
  patch: MinerPatch,
  failed: (name: string) => string,
) => Promise<boolean> {
  const { client, live } = usePowerHive();
  return useCallback(
    async (miner, patch, failed) => {
      const removeOverlay = live.state.miners.overlay(miner.id, shownOf(patch));
      live.refresh();
      try {
        live.state.miners.renew(await client.miners.update({ params: { id: miner.id }, body: withExactPlace(patch) }));
        return true;
      } catch (error) {
        toastFailure(failed(minerName(miner)), callErrorMessage(error));
        return false;
      } finally {
        removeOverlay();
        live.refresh();
      }
    },
    [client, live],
  );
}

/** How a change appears in the row before it is confirmed. */
function shownOf(patch: MinerPatch): Partial<Miner> {
  return {
    ...(patch.managed === undefined ? {} : { managed: patch.managed }),
    ...(patch.nickname === undefined ? {} : { nickname: patch.nickname === '' ? null : patch.nickname }),
    ...(patch.tags === undefined ? {} : { tags: patch.tags }),
    ...(patch.place === undefined ? {} : { place: patch.place }),
    ...(patch.unlock_pass === undefined ? {} : { has_custom_unlock_pass: patch.unlock_pass !== null }),
  };
}
