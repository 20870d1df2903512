import { mutationOptions, useMutation, useQuery } from '@tanstack/react-query';
import type { Settings, SettingsPatch } from '../../src-shared/model/index.ts';
import { toastFailure } from '../ui/feedback/toast.tsx';
import { apiTexts } from './api-texts.ts';
import { callErrorMessage } from './call-error.ts';
import { patchedSettings } from './patched-settings.ts';
import type { PowerHive } from './powerhive.ts';
import { usePowerHive } from './use-powerhive.ts';

export function useSettings() {
  const { orpc } = usePowerHive();
  return useQuery(orpc.settings.get.queryOptions({ staleTime: 60_000 }));
}

/** Whether a miner is read only when its model has a max preset, as it is by default. */
export function useIsPresetRequired(): boolean {
  return useSettings().data?.polling.require_max_preset ?? true;
}

/** Saves a part of the settings: shown at once, taken back with a toast when PowerHive refuses. */
export function useSaveSettings() {
  return useMutation(saveSettingsOptions(usePowerHive()));
}

/**
 * Saves go one after the other. The response to one says nothing of a save after it, whose part is
 * shown already: only the last response is shown.
 */
export function saveSettingsOptions({ client, orpc, queries }: Pick<PowerHive, 'client' | 'orpc' | 'queries'>) {
  const queryKey = orpc.settings.get.queryKey();
  const mutationKey = ['save-settings'];
  return mutationOptions({
    mutationKey,
    scope: { id: 'settings' },
    mutationFn: (patch: SettingsPatch) => client.settings.update(patch),
    onMutate: async (patch) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData<Settings>(queryKey);
      if (before !== undefined) queries.setQueryData<Settings>(queryKey, patchedSettings(before, patch));
      return { before };
    },
    onError: (error, _patch, context) => {
      queries.setQueryData(queryKey, context?.before);
      toastFailure(apiTexts.settingsFailed, callErrorMessage(error));
    },
    onSuccess: (settings) => {
      if (queries.isMutating({ mutationKey }) === 1) queries.setQueryData(queryKey, settings);
      void queries.invalidateQueries({ queryKey: orpc.rest.status.queryKey() });
    },
  });
}
