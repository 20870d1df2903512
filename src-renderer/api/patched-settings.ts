import type { Settings, SettingsPatch } from '../../src-shared/model/index.ts';

/** The settings as they will be after a patch is saved. */
export function patchedSettings(settings: Settings, patch: SettingsPatch): Settings {
  return {
    ...settings,
    farm: { ...settings.farm, ...withoutUndefined(patch.farm) },
    display: { ...settings.display, ...withoutUndefined(patch.display) },
    network: { ...settings.network, ...patch.network },
    intervals: { ...settings.intervals, ...withoutUndefined(patch.intervals) },
    polling: { ...settings.polling, ...withoutUndefined(patch.polling) },
    thresholds: { ...settings.thresholds, ...withoutUndefined(patch.thresholds) },
    retention: { ...settings.retention, ...withoutUndefined(patch.retention) },
    backups: { ...settings.backups, ...withoutUndefined(patch.backups) },
    actions: { ...settings.actions, ...withoutUndefined(patch.actions) },
    http: { ...settings.http, ...withoutUndefined(patch.http) },
    notifications: { ...settings.notifications, ...withoutUndefined(patch.notifications) },
  };
}

function withoutUndefined<T extends object>(part: T | undefined): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>;
  };
}
