import { minerName } from '../../../src-shared/miner/miner-name.ts';
import { isRecent, type Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Preset } from '../../../src-shared/model/index.ts';
import { foreignPool } from '../../../src-shared/pools/own-pools.ts';
import { canAct } from '../../drivers/can-act.ts';
import type { PresetSwitcher } from '../../drivers/readings.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import { type KnownMiner, type Observed, observed, ownPools } from '../../jobs/goal/known-miner.ts';
import type { KnownFarm } from '../../jobs/job-dependencies.ts';
import type { StoredModel } from '../../store/store.ts';

/** The farm for jobs, as it is known without new requests. */
export function farmForJobs(fleet: Fleet, moment: () => Moment): KnownFarm {
  return {
    miner(id): KnownMiner | null {
      const [entry, row] = [fleet.entry(id), fleet.miner(id)];
      if (entry === null || row === null) return null;
      const driver = fleet.driverOf(entry);
      const { latest, stored } = entry;
      const fresh = latest !== null && row.latest_status !== null && isRecent(row.latest_status, moment());
      return {
        id,
        name: minerName(row),
        ip: row.ip,
        hostname: row.hostname,
        tags: row.tags,
        place: row.place,
        online: row.online,
        managed: row.managed,
        hasCredentials: driver?.capabilities.api_key !== true || row.has_api_key,
        canAct: (kind) => (driver === null ? 'no' : canAct(driver.capabilities, kind, stored.firmware_version)),
        model_alias: row.model_alias,
        algorithm: row.algorithm,
        firmware_version: row.firmware_version,
        max_preset: row.max_preset,
        paused_until: row.paused_until ?? null,
        paused_by: row.paused_by ?? null,
        isForeignPool: (pool) => foreignPool(pool, fleet.ownPoolsOf(entry)) !== null,
        poolsBefore: stored.pools_before?.pools ?? null,
        presets: unitPresets(fleet.modelOf(entry), stored.tuned_presets),
        now:
          fresh && latest !== null
            ? observedNow(latest, entry.preset?.switcher ?? null, row.figures_unchanged_since_at !== null)
            : null,
        now_at: latest?.recorded_at ?? null,
        figures_frozen: row.figures_unchanged_since_at !== null,
      };
    },
  };
}

type Entry = NonNullable<ReturnType<Fleet['entry']>>;

/** `isFrozen`: what the miner measures does not change any more, so that its figures are not known. */
function observedNow(
  { figures, pools }: NonNullable<Entry['latest']>,
  switcher: PresetSwitcher | null,
  isFrozen: boolean,
): Observed {
  return observed({
    switcher,
    state: figures.state,
    state_description: figures.state_description,
    state_seconds: figures.state_seconds,
    uptime_s: figures.uptime_s,
    preset: figures.preset,
    power_w: isFrozen ? null : figures.power_w,
    hashrate_hs: isFrozen ? null : figures.hashrate_hs,
    hashrate_expected_hs: figures.hashrate_expected_hs,
    chip_temp_max_c: figures.chip_temp_max_c,
    throttled_percent: figures.throttled_percent,
    pools: ownPools(pools),
  });
}

/** Units of a model with the same tuned presets share one list, to save memory in large plans. */
const MOST_LISTS = 1000;
const NO_PRESETS: readonly Preset[] = [];
const listsOf = new WeakMap<readonly Preset[], Map<string, readonly Preset[]>>();

/** The presets of a model, tuned or not as on this unit; null status if the unit was never read. */
function unitPresets(model: StoredModel | null, tuned: readonly string[] | null): readonly Preset[] {
  const presets = model?.presets ?? NO_PRESETS;
  const lists = listsOf.get(presets) ?? new Map<string, readonly Preset[]>();
  listsOf.set(presets, lists);
  const key = JSON.stringify(tuned);
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list = presets.map((preset): Preset => {
    return { ...preset, status: tuned === null ? null : tuned.includes(preset.name) ? 'tuned' : 'untuned' };
  });
  if (lists.size >= MOST_LISTS) lists.clear();
  lists.set(key, list);
  return list;
}
