import { fields, flag, isObject, nameText } from '../../parse-fields.ts';
import type { PerfReading } from '../../readings.ts';
import { parsePreset } from './presets.ts';

/**
 * Parses `/perf-summary`; null if it is not an object. `current_preset` is null on a miner that was
 * never tuned.
 */
export function parsePerformance(payload: unknown): PerfReading | null {
  if (!isObject(payload)) return null;
  const preset = parsePreset(payload['current_preset']);
  const switcher = fields(payload['preset_switcher']);
  const enabled = flag(switcher['enabled']);
  return {
    preset: preset?.name ?? null,
    preset_pretty: preset?.pretty ?? null,
    preset_hashrate_hs: preset?.hashrate_hs ?? null,
    preset_power_w: preset?.power_w ?? null,
    preset_status: preset?.status ?? null,
    modded_psu_required: preset?.modded_psu_required ?? null,
    switcher:
      enabled === null
        ? null
        : { enabled, top: nameText(switcher['top_preset']), min: nameText(switcher['min_preset']) },
  };
}
