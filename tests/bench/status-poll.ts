import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { DRIVERS } from '../../src-main/drivers/registry.ts';
import { Fleet } from '../../src-main/fleet/fleet.ts';
import { GatewayThread } from '../../src-main/gateway/gateway-thread.ts';
import { Polling } from '../../src-main/polling/polling.ts';
import { HistoryWriter } from '../../src-main/recording/history-writer.ts';
import { systemClock } from '../../src-main/runtime/clock.ts';
import { openKeyFileBox } from '../../src-main/secrets/secret-box.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { Settings } from '../../src-shared/model/index.ts';
import { startKnownFarm } from './known-farm.ts';
import { isFull, ownCpuSeconds, report, sleep } from './measure.ts';

/**
 * What one status takes: asked for, parsed, put into the live state and stored, against a bare
 * undici loop that asks the same miners for the same, as often, and throws the parsed JSON away.
 * Both keep their connections.
 */
const MINERS = 300;
const EVERY_S = 1;
const WARM_MS = 3000;
const MEASURED_MS = isFull ? 30_000 : 6000;
const ROUNDS = isFull ? 3 : 1;

await using farm = await startKnownFarm({ miners: MINERS, net: 91 });
const { network } = JSON.parse(readFileSync(join(farm.folder, 'config.json'), 'utf8'));
const settings = Settings.parse({
  network,
  intervals: { status_seconds: EVERY_S },
  polling: { require_max_preset: false },
});

// Both take turns, so that a busy moment of the machine meets both.
const ours: number[] = [];
const bare: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  ours.push(await measureOurs());
  bare.push(await measureBare());
}
const [our, theirs] = [Math.min(...ours), Math.min(...bare)];
const work = `${MINERS} miners read once a second for ${(ROUNDS * MEASURED_MS) / 1000} s each, connections kept`;
report({
  status_poll_cpu_over_bare: {
    value: our / theirs,
    note: `${work}; ${Math.round(our)} us against ${Math.round(theirs)} us`,
  },
  status_poll_cpu_us: { value: our, note: work },
});

async function measureOurs(): Promise<number> {
  const onError = (error: unknown): void => {
    throw error;
  };
  const store = await openStore({ path: join(farm.folder, 'powerhive.db') });
  const minerGateway = new GatewayThread({ timeoutMs: 5000, onThread: onError });
  const fleet = new Fleet({
    store,
    history: new HistoryWriter({ store, clock: systemClock }),
    record: () => Promise.reject(new Error('nothing is decided here')),
    secrets: openKeyFileBox(join(farm.folder, 'secret.key')),
    drivers: DRIVERS,
    clock: systemClock,
    requireMaxPreset: () => false,
    manageNew: () => false,
    rack: () => null,
    telemetryMs: () => 60_000,
    onMinersChanged: () => undefined,
    onModelsChanged: () => undefined,
  });
  await fleet.load();
  const { status } = new Polling({ minerGateway, fleet, clock: systemClock, settings: () => settings, onError });
  status.start();
  await sleep(WARM_MS);
  const polled = (): number => status.loop.health().counts['polled'] ?? 0;
  const each = await cpuEach(polled);
  await status.stop();
  await minerGateway.close();
  await store.close();
  return each;
}

async function measureBare(): Promise<number> {
  const agent = new Agent({ connections: 1, pipelining: 1, keepAliveTimeout: 30_000 });
  const addresses = Array.from({ length: MINERS }, (_, i) => farm.addressOf(i));
  let asked = 0;
  const ask = async (address: string): Promise<void> => {
    const { body } = await request(`http://${address}/api/v1/summary`, { dispatcher: agent });
    JSON.parse(await body.text());
    asked += 1;
  };
  const timers = addresses.map((address, i) => {
    const offsetMs = (i * EVERY_S * 1000) / MINERS;
    const timer: { now: NodeJS.Timeout } = {
      now: setTimeout(() => {
        timer.now = setInterval(() => void ask(address), EVERY_S * 1000);
      }, offsetMs),
    };
    return timer;
  });
  await sleep(WARM_MS);
  const each = await cpuEach(() => asked);
  for (const { now } of timers) clearInterval(now);
  await agent.close();
  return each;
}

/** Microseconds on processors for each of what is counted. */
async function cpuEach(count: () => number): Promise<number> {
  const before = { count: count(), cpu: ownCpuSeconds() };
  await sleep(MEASURED_MS);
  return ((ownCpuSeconds() - before.cpu) / (count() - before.count)) * 1e6;
}
