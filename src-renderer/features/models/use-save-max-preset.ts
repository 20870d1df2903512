import { useCallback } from 'react';
import type { MinerModel } from '../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../ui/toast.ts';

/** Sets a model's ceiling: shown at once, taken back with a toast when PowerHive refuses. */
export function useSaveMaxPreset(): (model: MinerModel, maxPreset: string | null) => Promise<void> {
  const { client, live } = usePowerHive();
  return useCallback(
    async (model, maxPreset) => {
      const removeOverlay = live.state.models.overlay(model.alias, { max_preset: maxPreset });
      live.refresh();
      try {
        const saved = await client.models.update({ params: { alias: model.alias }, body: { max_preset: maxPreset } });
        live.state.models.set(saved);
        toastDone(
          maxPreset === null ? `${model.name} has no max preset now` : `${model.name}: max preset ${maxPreset}`,
        );
      } catch (error) {
        toastFailure(`The max preset of ${model.name} was not saved`, callErrorMessage(error));
      } finally {
        removeOverlay();
        live.refresh();
      }
    },
    [client, live],
  );
}
