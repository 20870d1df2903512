import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { planCompaction } from '../../../src-main/history/plan-compaction.ts';
import { planRetention } from '../../../src-main/history/plan-retention.ts';
import { projectDisk, TYPICAL_BYTES } from '../../../src-main/history/project-disk.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { SimulatedReadings } from '../../fixtures/farm/simulated-readings.ts';
import { recordTelemetry } from '../../unit/store/farm-fixture.ts';

/** `npm run test:long` simulates two days. */
const HOURS = Number(process.env['POWERHIVE_HISTORY_HOURS'] ?? 2);
const MINERS = HOURS > 12 ? 4 : 3;
const START_AT = 1_767_225_600_000;
const TOLERANCE = 0.15;

it(
  `takes on the disk what is projected, after ${HOURS} hours of ${MINERS} simulated miners`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'powerhive-size-'));
    const store = await openStore({ path: join(folder, 'powerhive.db') });
    const farm = new SimulatedReadings(MINERS, START_AT);
    const settings = Settings.parse({});
    const miners = Array.from({ length: MINERS }, (_, i) => i);
    await store.upsertModels(farm.models());
    await store.upsertMiners(farm.miners());
    const rssMb: number[] = [];
    for (let hour = 0; hour < HOURS; hour++) {
      for (let second = 0; second < 3600; second += 15) {
        // Each miner has its own phase, and the clock has some jitter, as in the poll loop.
        const at = (miner: number): number =>
          hour * 3600 + second + miner * 1.7 + ((second * 7 + miner * 13) % 37) / 1000;
        await store.recordMinerStatuses(miners.map((miner) => farm.status(miner, at(miner))));
        if (second % 60 === 0)
          await recordTelemetry(
            store,
            miners.map((miner) => farm.telemetry(miner, at(miner))),
          );
      }
      const nowAt = START_AT + (hour + 1) * HOUR_MS + 100_000;
      expect(await store.compact(planCompaction(nowAt))).toMatchObject({ refused: 0 });
      await store.prune(planRetention(settings.retention, nowAt));
      rssMb.push(Math.round(process.memoryUsage().rss / 1e6));
    }

    const use = await store.diskUse();
    const compacted = use.tiers.reduce((sum, { bytes }) => sum + bytes, 0);
    const projected = use.tiers.reduce((sum, { tier, rows }) => sum + rows * TYPICAL_BYTES[tier], 0);
    const year = projectDisk({ miners: 1000, chips: Math.round((farm.chips() / MINERS) * 1000) }, settings, use.tiers);
    process.stdout.write(
      `${use.tiers.map(({ tier, bytes, rows }) => `${tier} ${(bytes / Math.max(1, rows)).toFixed(2)} B`).join(', ')}; compacted ${compacted} B, projected ${Math.round(projected)} B, file ${use.file_bytes} B of which free ${use.free_pages_bytes} B; a year of 1,000 such miners ${(year.bytes / 1e9).toFixed(2)} GB; memory ${rssMb.join(' ')} MB`,
    );
    expect(Math.abs(compacted / projected - 1)).toBeLessThan(TOLERANCE);
    const chips = use.tiers.find(({ tier }) => tier === 'chip_raw');
    expect(chips?.rows).toBeGreaterThan(MINERS * HOURS * 50 * 100);
    expect((chips?.bytes ?? 0) / (chips?.rows ?? 1)).toBeLessThan(2);
    if (HOURS >= 24) {
      // Including indexes and half-filled pages. Data that does not grow with history is below half
      // a megabyte.
      expect(use.file_bytes - use.free_pages_bytes).toBeLessThan(projected * (1 + TOLERANCE) + 500_000);
      expect(year.bytes).toBeLessThan(6e9);
      const [early = 0, late = 0] = [Math.max(...rssMb.slice(4, 12)), Math.max(...rssMb.slice(-8))];
      expect(late).toBeLessThan(early * 1.25);
    }
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  },
  120_000 * HOURS,
);
