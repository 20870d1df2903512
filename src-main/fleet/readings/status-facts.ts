import type { OwnPools } from '../../../src-shared/pools/own-pools.ts';
import { boardsUnread, isBoardReadingOld } from '../../conditions/boards-unread.ts';
import type { StatusFacts } from '../../conditions/status-conditions.ts';
import type { StoredModel } from '../../store/store.ts';
import type { Entry, LiveStatus } from '../miner-entry.ts';
import { unitHardware } from './unit-hardware.ts';

/** The facts by which the latest status of a miner is judged. */
export function statusFacts(
  entry: Entry & { readonly latest: LiveStatus },
  model: StoredModel | null,
  telemetryMs: number,
  ownPools: OwnPools | null = null,
): StatusFacts {
  const { latest, trend, boardsPoll } = entry;
  const { lastReadAt, shown } = boardsPoll;
  return {
    status: latest,
    trend,
    fansTurned: entry.stored.fans_turned,
    unit: unitHardware(entry, model),
    boardsSeen: lastReadAt === null || isBoardReadingOld(lastReadAt, entry, telemetryMs) ? null : shown,
    ownPools,
    presetSet: entry.stored.preset_set,
    baseline: entry.stored.preset_baseline,
    boardsUnread: boardsUnread(entry, telemetryMs),
    ceiling: { maxPreset: model?.max_preset ?? null, presets: model?.presets ?? [] },
  };
}
