import { countBoardsOn } from '../../src-shared/rules/boards-on.ts';
import { expectedHashrateHs } from '../../src-shared/rules/hashrate.ts';
import type { PerfReading, StatusReading } from '../drivers/readings.ts';
import type { StatusRecord, StoredModel } from '../store/store.ts';
import type { Entry } from './entry.ts';
import { unitHardware } from './unit-hardware.ts';

/**
 * A status reading as it is recorded: with what `/summary` cannot know. The preset in effect and
 * what it promises come from `/perf-summary` where that was read too, else from what was known
 * before; what is expected of it from the preset, the boards that are on and the throttle; the
 * uptime from when the control board started.
 */
export function statusRecord(
  entry: Entry,
  model: StoredModel | null,
  reading: StatusReading,
  perf: PerfReading | null,
  recordedAt: number,
): StatusRecord {
  const { fans, chains, pools, ...figures } = reading;
  const preset = perf?.preset ?? entry.preset?.name ?? null;
  const rung = model?.presets.find(({ name }) => name === preset);
  const presetHs = perf?.preset_hashrate_hs ?? rung?.hashrate_hs ?? null;
  const boards = countBoardsOn(chains, unitHardware(entry, model).chains);
  return {
    miner_id: entry.stored.id,
    recorded_at: recordedAt,
    figures: {
      ...figures,
      preset,
      hashrate_expected_hs: expectedHashrateHs(figures, presetHs, boards),
      uptime_s: entry.bootedAt === null ? null : Math.max(0, Math.round((recordedAt - entry.bootedAt) / 1000)),
    },
    fans,
    chains,
    pools,
  };
}
