import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPoints } from '../../src-main/history/miner-memory.ts';
import { planCompaction } from '../../src-main/history/plan-compaction.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { DAY_MS, HOUR_MS } from '../../src-shared/milliseconds.ts';
import { SimulatedReadings } from '../fixtures/farm/simulated-readings.ts';
import { startServing } from '../fixtures/program/program.ts';
import { isFull, percentile, report } from './measure.ts';

/**
 * How long a chart waits: a day of a miner, and ninety days of the fleet, asked of the running
 * program over REST as a chart asks. The sums of the fleet are kept by model and slot, so that they
 * are as many for ten thousand miners as for these.
 */
const MINERS = 4;
const ASKED = isFull ? 1000 : 200;
const SLOT_MS = 300_000;
const DAYS = 90;

const folder = mkdtempSync(join(tmpdir(), 'powerhive-bench-'));
writeFileSync(join(folder, 'config.json'), '{}');
const now = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const store = await openStore({ path: join(folder, 'powerhive.db') });
const farm = new SimulatedReadings(MINERS, now - DAY_MS);
await store.upsertModels(farm.models());
const miners = farm
  .miners()
  .map((miner) => ({ ...miner, ip: null, api_key_sealed: null, first_seen_at: now - DAYS * DAY_MS }));
await store.upsertMiners(miners);
for (const [i, { id }] of miners.entries()) {
  const slots = Array.from(
    { length: ((DAYS - 1) * DAY_MS) / SLOT_MS },
    (_, slot) => now - DAYS * DAY_MS + slot * SLOT_MS,
  );
  await store.fillHistory([{ miner_id: id, points: packPoints(slots.map((at) => rememberedAt(at, i))) }]);
}
for (let second = 0; second < 86_400; second += 15) {
  await store.recordMinerStatuses(miners.map((_, miner) => farm.status(miner, second + miner * 0.7)));
}
await store.compact(planCompaction(now + HOUR_MS));
await store.close();

const serving = await startServing(['serve', '--data', folder, '--port', '0']);
try {
  const ids = miners.map(({ id }) => id);
  const day = await ask((i) => `/miners/${ids[i % MINERS]}/history?from=${now - DAY_MS}&to=${now}`);
  const quarter = await ask(() => `/fleet/history?from=${now - DAYS * DAY_MS}&to=${now}`);
  report({
    history_24h_miner_p95_ms: {
      value: percentile(day, 0.95),
      note: `${ASKED} times over REST, 5,760 statuses each, all compacted`,
    },
    history_90d_fleet_p95_ms: {
      value: percentile(quarter, 0.95),
      note: `${ASKED} times over REST, ${DAYS} days, kept for ${farm.models().length} models`,
    },
  });
} finally {
  await serving.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function ask(path: (i: number) => string): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < ASKED; i++) {
    const startedMs = performance.now();
    const { status, body } = await serving.rest('GET', path(i));
    took.push(performance.now() - startedMs);
    if (status !== 200 || !JSON.stringify(body).includes('hashrate'))
      throw new Error(`no history: ${status} ${JSON.stringify(body)}`);
  }
  return took;
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
