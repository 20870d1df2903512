import { mutationOptions, useMutation, useQuery } from '@tanstack/react-query';
import { farmSettings } from '../../src-shared/farm-settings.ts';
import type { FarmSettings, FarmSummary, Settings, SettingsPatch } from '../../src-shared/model/index.ts';
import { toastFailure } from '../ui/feedback/toast.tsx';
import { apiTexts } from './api-texts.ts';
import { callErrorMessage } from './call-error.ts';
import { patchedSettings } from './patched-settings.ts';
import type { PowerHive } from './powerhive.ts';
import { settingsUnderWay } from './settings-under-way.ts';
import { usePowerHive } from './use-powerhive.ts';

export function useSettings() {
  const { orpc } = usePowerHive();
  return useQuery(orpc.settings.get.queryOptions({ staleTime: 60_000 }));
}

/**
 * The summary of the other site that is shown; undefined for the farm of this computer, and until
 * it is loaded.
 */
export function useSiteSummary(): FarmSummary | undefined {
  const { orpc, site } = usePowerHive();
  return useQuery(orpc.app.summary.queryOptions({ enabled: site !== null })).data;
}

/**
 * The settings that apply to the miners of the shown farm. For another site they come with its
 * summary, because `settings` are those of this computer. Undefined until they are loaded.
 */
export function useFarmSettings(): FarmSettings | undefined {
  const own = useSettings().data;
  const there = useSiteSummary()?.settings;
  const { site } = usePowerHive();
  return site === null ? own && farmSettings(own) : there;
}

/** Whether a miner is read only if its model has a max preset, as it is by default. */
export function useIsPresetRequired(): boolean {
  return useFarmSettings()?.require_max_preset ?? true;
}

/** Saves settings. They are shown at once, and reverted with a toast if PowerHive refuses them. */
export function useSaveSettings() {
  return useMutation(saveSettingsOptions(usePowerHive()));
}

/**
 * Saves run one after another. The settings shown are those in force plus all saves in progress,
 * because a response does not contain the later ones and a refusal must not revert them.
 */
export function saveSettingsOptions({ client, orpc, queries }: Pick<PowerHive, 'client' | 'orpc' | 'queries'>) {
  const queryKey = orpc.settings.get.queryKey();
  const underWay = settingsUnderWay(queries);
  const show = (): void => {
    const { inForce, patches } = underWay;
    if (inForce !== undefined) queries.setQueryData<Settings>(queryKey, patches.reduce(patchedSettings, inForce));
  };
  const end = (patch: SettingsPatch): void => {
    underWay.patches = underWay.patches.filter((other) => other !== patch);
    show();
    if (underWay.patches.length > 0 || !underWay.isOld) return;
    underWay.isOld = false;
    void queries.invalidateQueries({ queryKey });
  };
  return mutationOptions({
    scope: { id: 'settings' },
    mutationFn: (patch: SettingsPatch) => client.settings.update(patch),
    onMutate: async (patch) => {
      await queries.cancelQueries({ queryKey });
      if (underWay.patches.length === 0) underWay.inForce = queries.getQueryData<Settings>(queryKey);
      underWay.patches = [...underWay.patches, patch];
      show();
    },
    onError: (error, patch) => {
      // Without a response it is unknown whether the save was done.
      underWay.isOld = true;
      end(patch);
      toastFailure(apiTexts.settingsFailed, callErrorMessage(error));
    },
    onSuccess: (settings, patch) => {
      underWay.inForce = settings;
      end(patch);
      void queries.invalidateQueries({ queryKey: orpc.rest.status.queryKey() });
    },
  });
}
