import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sumMiners } from '../../../src-main/app/operations/history/sum-in-parts.ts';
import { planCompaction } from '../../../src-main/history/plan-compaction.ts';
import { planRetention } from '../../../src-main/history/plan-retention.ts';
import { prepareCompact } from '../../../src-main/store/compaction/compact.ts';
import { prepareCompactWrites } from '../../../src-main/store/compaction/compact-commit.ts';
import { deleteCompactedRows } from '../../../src-main/store/compaction/delete-compacted-rows.ts';
import { erase } from '../../../src-main/store/compaction/erase-removed-miners.ts';
import { planCompactSteps } from '../../../src-main/store/compaction/find-hours-to-compact.ts';
import { prune } from '../../../src-main/store/compaction/prune-expired.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { prepareFleetWrites } from '../../../src-main/store/queries/fleet-queries.ts';
import { readGroupHistory } from '../../../src-main/store/queries/history/group-queries.ts';
import { readMinerHistory } from '../../../src-main/store/queries/history/history-queries.ts';
import { packTelemetry } from '../../../src-main/store/queries/history/packed-telemetry.ts';
import { prepareStatusWrites } from '../../../src-main/store/queries/history/status-queries.ts';
import { prepareTelemetryWrites } from '../../../src-main/store/queries/history/telemetry-queries.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { aBoard, aChip, aMiner, aModel, aStatus, aTelemetry, macOf, someFigures, T0 } from './farm-fixture.ts';
import { sumsStore } from './sums-store.ts';

/** The start of a day. */
export const DAY = Math.ceil(T0 / DAY_MS) * DAY_MS;
const { retention } = Settings.parse({});
const signal = new AbortController().signal;

/** The work of a store's threads, one after another in this thread. */
export function openFarm(file: string) {
  const { sqlite } = openMigrated(file);
  const { commitCompact } = prepareCompactWrites(sqlite);
  const statuses = prepareStatusWrites(sqlite);
  const chips = prepareTelemetryWrites(sqlite);
  const plan = (tier: '5min' | '1h', fromAt = DAY, toAt = DAY + 2 * HOUR_MS) => ({
    fromAt,
    toAt,
    slotMs: tier === '1h' ? HOUR_MS : 5 * MINUTE_MS,
    tier,
  });
  return {
    sqlite,
    commitCompact,
    fleet: prepareFleetWrites(sqlite),
    /** Records a reading of 100 TH/s and 2.5 kW every five minutes. */
    record(n: number, fromAt: number, toAt: number, hashrate_hs = 100e12): void {
      const figures = someFigures({ hashrate_hs, power_w: 2500 });
      for (let at = fromAt; at < toAt; at += 5 * MINUTE_MS)
        statuses.recordMinerStatuses([aStatus(n, at, { figures, fans: [], chains: [] })]);
    },
    /** Records a reading of a miner's only chip every five minutes. */
    recordChip(n: number, fromAt: number, toAt: number, temp_c: number): void {
      for (let at = fromAt; at < toAt; at += 5 * MINUTE_MS) {
        const chains = [{ ...aBoard(1, 0), chips: [aChip(0, { temp_c })] }];
        chips.recordTelemetry([packTelemetry(aTelemetry(n, at, { chains }))]);
      }
    },
    async compact(before: number): Promise<void> {
      for (const what of ['dropped', 'hours', 'days'] as const) {
        for (const task of planCompactSteps(sqlite, what, { hoursBeforeAt: before })) {
          const step = prepareCompact(sqlite, task);
          if (step !== null) commitCompact([step]);
        }
        if (what === 'dropped') await erase(sqlite, signal);
        if (what === 'hours') await deleteCompactedRows(sqlite, signal);
      }
    },
    /** The work of one minute and of ten minutes at that time, in the less favourable order. */
    async tidy(nowAt: number, keeps: Partial<Settings['retention']> = {}): Promise<void> {
      const limits = planRetention({ ...retention, ...keeps }, nowAt);
      await prune(sqlite, limits, signal);
      await this.compact(planCompaction(nowAt).hoursBeforeAt);
      await prune(sqlite, limits, signal);
    },
    /** The first two hours of the farm, of its miners together, and of the first miner. */
    async look() {
      const sums = sumsStore(sqlite);
      const short = <P extends { miners: number; hashrate_hs: number | null; power_w: number | null }>(points: P[]) =>
        points.map(({ miners, hashrate_hs, power_w }) => [miners, (hashrate_hs ?? 0) / 1e12, power_w]);
      const [hours, fives] = [plan('1h'), plan('5min', DAY + 45 * MINUTE_MS, DAY + 50 * MINUTE_MS)];
      const all = [macOf(1), macOf(2)];
      return {
        hours: readGroupHistory(sqlite, null, hours).map(({ points }) => short(points)),
        fives: readGroupHistory(sqlite, null, fives).map(({ points }) => short(points)),
        summedHours: (await sumMiners(sums, all, hours)).map(({ points }) => short(points)),
        summedFives: (await sumMiners(sums, all, fives)).map(({ points }) => short(points)),
        miner: readMinerHistory(sqlite, macOf(1), hours).map((point) => [point.readings, point.hashrate_hs]),
      };
    },
  };
}

/** A farm of this many miners of one model, in a folder of its own. */
export function newFarm(miners: number) {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-farm-'));
  const file = join(folder, 'powerhive.db');
  const farm = openFarm(file);
  farm.fleet.upsertModels([aModel()]);
  farm.fleet.upsertMiners(Array.from({ length: miners }, (_, i) => aMiner(i + 1)));
  const remove = (): void => {
    farm.sqlite.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...farm, file, remove };
}
