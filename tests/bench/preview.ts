import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { previewRule } from '../../src-main/alerts/rules/preview-rule.ts';
import { packPoints } from '../../src-main/history/miner-memory.ts';
import { planCompaction } from '../../src-main/history/plan-compaction.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { DAY_MS, HOUR_MS } from '../../src-shared/milliseconds.ts';
import { momentOf } from '../../src-shared/miner/miner-now.ts';
import { Settings } from '../../src-shared/model/index.ts';
import { minerRow } from '../unit/renderer/miner-row.ts';
import { aMiner } from '../unit/store/farm-fixture.ts';
import { ownCpuSeconds, percentile, report } from './measure.ts';

/** What a rule would have found in thirty days: how long the editor waits, and what it costs. */
const MINERS = 250;
const DAYS = 30;
const SLOT_MS = 300_000;
const TIMES = 5;
const ASKED = {
  grouping: 'cause' as const,
  query: 'power>3040',
  for_seconds: 600,
  clear_query: null,
  clear_for_seconds: 60,
  days: DAYS,
};

const folder = mkdtempSync(join(tmpdir(), 'powerhive-bench-'));
const now = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const store = await openStore({ path: join(folder, 'powerhive.db') });
try {
  const ids = Array.from({ length: MINERS }, (_, i) => `02:95:23:00:00:${i.toString(16).padStart(2, '0')}`);
  await store.upsertMiners(ids.map((id, i) => aMiner(i + 1, { id, model_alias: null })));
  const slots = Array.from({ length: (DAYS * DAY_MS) / SLOT_MS }, (_, slot) => now - DAYS * DAY_MS + slot * SLOT_MS);
  for (const [i, id] of ids.entries()) {
    await store.fillHistory([{ miner_id: id, points: packPoints(slots.map((at) => rememberedAt(at, i))) }]);
  }
  await store.compact(planCompaction(now + HOUR_MS));
  const farm = {
    miners: () => ids.map((id) => minerRow({ id })),
    moment: (nowMs: number) => momentOf(nowMs, 15),
    retention: Settings.parse({}).retention,
    minersSlots: store.minersSlots,
    countIncidents: () => 0,
  };
  const took: number[] = [];
  const spent: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const [startedMs, before] = [performance.now(), ownCpuSeconds()];
    const { fired, days } = await previewRule(ASKED, farm, now);
    took.push(performance.now() - startedMs);
    spent.push((ownCpuSeconds() - before) * 1000);
    if (days !== DAYS || fired.length === 0) throw new Error(`${days} days were searched, ${fired.length} found`);
  }
  const note = `${MINERS} miners, ${DAYS} days, ${TIMES} times`;
  report({
    preview_250_30d_ms: { value: percentile(took, 0.5), note },
    preview_250_30d_cpu_ms: { value: percentile(spent, 0.5), note: 'of all threads' },
  });
} finally {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}

function rememberedAt(at: number, miner: number) {
  const wave = Math.sin(at / DAY_MS + miner);
  return {
    at,
    hashrate_hs: 1e14 + wave * 1e12,
    power_w: 3000 + Math.round(wave * 50),
    pcb_temp_max_c: 60 + Math.round(wave * 5),
    chip_temp_max_c: 72 + Math.round(wave * 5),
    fan_duty_percent: 60,
  };
}
