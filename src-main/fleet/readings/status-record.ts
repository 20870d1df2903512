import { countBoardsOn } from '../../../src-shared/judging/boards-on.ts';
import { expectedHashrateHs } from '../../../src-shared/judging/hashrate.ts';
import type { PerfReading, StatusReading } from '../../drivers/readings.ts';
import type { StatusRecord, StoredModel } from '../../store/store.ts';
import type { Entry } from '../miner-entry.ts';
import { unitHardware } from './unit-hardware.ts';

/**
 * A status as it is recorded, with what `/summary` does not report. The preset and its promised
 * rate come from `/perf-summary` if that was read too, else from the last report of the unit. A
 * preset promises different rates on different units of a model: the model's rate is used only if
 * this unit never reported one. The expected rate follows from the preset, the boards that are on
 * and the throttle; the uptime from the start of the control board.
 */
export function statusRecord(
  entry: Entry,
  model: StoredModel | null,
  reading: StatusReading,
  perf: PerfReading | null,
  recordedAt: number,
): StatusRecord {
  const { fans, chains, pools, ...figures } = reading;
  const { name: preset, hashrateHs } = presetAfter(entry.preset, perf);
  const rung = model?.presets.find(({ name }) => name === preset);
  const presetHs = hashrateHs ?? rung?.hashrate_hs ?? null;
  const boards = countBoardsOn(chains, unitHardware(entry, model).own_chains);
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

/**
 * The preset of a unit after a status, with the last rate that the unit promised for this preset.
 */
export function presetAfter(
  before: Entry['preset'],
  perf: PerfReading | null,
): Omit<NonNullable<Entry['preset']>, 'readAtMs'> {
  if (perf === null) return before ?? { name: null, hashrateHs: null, switcher: null };
  const said = before?.name === perf.preset ? before.hashrateHs : null;
  return { name: perf.preset, hashrateHs: perf.preset_hashrate_hs ?? said, switcher: perf.switcher };
}
