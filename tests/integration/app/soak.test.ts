import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import type { Health, Miner, MinerModel } from '../../../src-shared/model/index.ts';
import { percentile } from '../../bench/measure.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { until } from '../../fixtures/patience.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';

/**
 * Takes long: `npm run test:long` runs it, for half an hour unless stated otherwise. 0 skips it.
 */
const MINUTES = Number(process.env['POWERHIVE_SOAK_MINUTES'] ?? 0);
const MINERS = Number(process.env['POWERHIVE_SOAK_MINERS'] ?? 1000);
const SAMPLE_MS = 5000;
const READY_MS = 300_000;

const net = await claimNet();
let folder: string;
let fleet: SimulatedFleet;
let serving: Serving;
beforeAll(async () => {
  if (MINUTES === 0) return;
  folder = mkdtempSync(join(tmpdir(), 'powerhive-soak-'));
  const last = `${net}.${1 + Math.floor((MINERS - 1) / 250)}.${1 + ((MINERS - 1) % 250)}`;
  const listen = Array.from({ length: Math.ceil(MINERS / 250) }, (_, i) => {
    const end = Math.min(250, MINERS - i * 250);
    return `${net}.${i + 1}.1-${net}.${i + 1}.${end}:8988`;
  });
  expect(listen.at(-1)).toContain(last);
  const faults = ['slow:1%', 'hang:1%', 'board-missing:1%'].join(',');
  fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(listen.join(',')), timeScale: 10, faults });
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ network: { subnets: listen } }));
  serving = await startServing(['serve', '--data', folder, '--port', '0']);
}, READY_MS);
afterAll(async () => {
  if (MINUTES === 0) return;
  serving?.child.kill('SIGKILL');
  await fleet?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Sample {
  readonly rssMb: number;
  readonly handles: number;
}

function sample(pid: number): Sample {
  const rssKb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { rssMb: Number(rssKb) / 1024, handles: readdirSync(`/proc/${pid}/fd`).length };
}

const usual = (samples: readonly Sample[], what: keyof Sample): number =>
  percentile(
    samples.map((one) => one[what]),
    0.5,
  );
const highest = (samples: readonly Sample[], what: keyof Sample): number =>
  Math.max(...samples.map((one) => one[what]));

it.skipIf(MINUTES === 0 || process.platform !== 'linux')(
  `a farm of ${MINERS} with its faults takes no more memory and handles the longer it is watched: ${MINUTES} minutes`,
  async () => {
    const health = async (): Promise<Health> => (await serving.rest('GET', '/health')).body as Health;
    const models = async (): Promise<MinerModel[]> => (await serving.rest('GET', '/models')).body as MinerModel[];
    // Miners that hang never report their identity.
    const least = Math.floor(MINERS * 0.98) - 1;
    await until('the miners', async () => (await health()).miners.total >= least);
    await until('their models', async () => (await models()).every(({ presets }) => presets.length > 0));
    for (const { alias, presets } of await models()) {
      await serving.rest('PATCH', `/models/${alias}`, { max_preset: presets.at(-1)?.name });
    }
    for (const { id } of (await serving.rest('GET', '/miners')).body as Miner[]) {
      await serving.rest('PATCH', `/miners/${id}`, { managed: true });
    }

    const pid = serving.child.pid as number;
    const samples: Sample[] = [];
    const before = await health();
    const endMs = performance.now() + MINUTES * 60_000;
    while (performance.now() < endMs) {
      await sleep(SAMPLE_MS);
      samples.push(sample(pid));
    }
    const after = await health();
    process.stdout.write(`${samples.map(({ rssMb, handles }) => `${rssMb.toFixed(0)} MB/${handles}`).join(' ')}\n`);

    // The first half fills caches and the hour that is not compacted yet.
    const [first, second] = [samples.slice(0, samples.length / 2), samples.slice(samples.length / 2)];
    expect(highest(second, 'rssMb')).toBeLessThan(1.15 * highest(first, 'rssMb') + 20);
    // A scan opens many sockets, whether a sample sees them or not: only those that stay open
    // count.
    expect(usual(second, 'handles')).toBeLessThan(1.1 * usual(first, 'handles') + 50);

    // Every loop has run as often as its interval requires, or is still running.
    for (const loop of after.loops) {
      const runs = loop.runs - (before.loops.find(({ name }) => name === loop.name)?.runs ?? 0);
      const slowestMs = Math.max(loop.interval_ms, loop.last_duration_ms ?? 0);
      const due = Math.floor((after.now_at - before.now_at) / slowestMs / 2);
      expect({ loop: loop.name, failures: loop.failures, enough: runs >= due || loop.running }).toEqual({
        loop: loop.name,
        failures: 0,
        enough: true,
      });
    }
    expect(after).toMatchObject({ recording: { state: 'recording' }, database: { last_error: null } });
    expect(serving.stderr()).not.toMatch(/unhandled|uncaught/i);
    expect(await serving.stop()).toBe(0);
  },
  READY_MS * 3 + MINUTES * 60_000,
);
