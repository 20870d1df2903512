import type { FarmSettings, Settings } from './model/index.ts';

/** The sections of the settings that determine how miners are judged and shown. */
export type JudgingSettings = Pick<Settings, 'intervals' | 'retention' | 'polling' | 'thresholds'>;

/** The settings that the miners of a farm are judged and shown by. */
export function farmSettings({ intervals, retention, polling, thresholds }: JudgingSettings): FarmSettings {
  return {
    status_seconds: intervals.status_seconds,
    telemetry_seconds: intervals.telemetry_seconds,
    chip_days: retention.chip_days,
    require_max_preset: polling.require_max_preset,
    manage_new: polling.manage_new,
    thresholds,
  };
}
