import { useCallback } from 'react';
import type { MinerModel } from '../../../src-shared/model/index.ts';
import { modelWords } from '../../../src-shared/text/model-words.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../ui/feedback/toast.tsx';
import { modelsTexts } from './models-texts.ts';

/** A model and its new max preset; null for none. */
export interface CeilingChange {
  readonly model: MinerModel;
  readonly maxPreset: string | null;
}

/**
 * Saves max presets. They are shown at once, reverted with a toast if PowerHive refuses, and
 * confirmed in one toast. Returns whether all were saved.
 */
export function useSaveMaxPresets(): (changes: readonly CeilingChange[]) => Promise<boolean> {
  const { client, live } = usePowerHive();
  return useCallback(
    async (changes) => {
      const save = async ({ model, maxPreset }: CeilingChange): Promise<boolean> => {
        const removeOverlay = live.state.models.overlay(model.alias, { max_preset: maxPreset });
        live.refresh();
        try {
          const saved = await client.models.update({ params: { alias: model.alias }, body: { max_preset: maxPreset } });
          live.state.models.renew(saved);
          return true;
        } catch (error) {
          toastFailure(modelsTexts.saveFailed(modelWords(model.name)), callErrorMessage(error));
          return false;
        } finally {
          removeOverlay();
          live.refresh();
        }
      };
      const isSaved = await Promise.all(changes.map(save));
      const saved = changes.filter((_, i) => isSaved[i] === true);
      if (saved.length > 0) toastDone(savedWords(saved));
      return saved.length === changes.length;
    },
    [client, live],
  );
}

function savedWords([first, ...others]: readonly CeilingChange[]): string {
  if (first === undefined || others.length > 0) return modelsTexts.savedMany(others.length + 1);
  const { model, maxPreset } = first;
  const name = modelWords(model.name);
  return maxPreset === null ? modelsTexts.taken(name) : modelsTexts.saved(name, maxPreset);
}
