import { join } from 'node:path';
import { GatewayThread } from '../../src-main/gateway/gateway-thread.ts';
import { GapFiller } from '../../src-main/recording/gap-filler.ts';
import { systemClock } from '../../src-main/runtime/clock.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { DAY_MS } from '../../src-shared/milliseconds.ts';
import { startKnownFarm } from './known-farm.ts';
import { isFull, ownCpuSeconds, report } from './measure.ts';

/**
 * What it takes to fill three days of history from a miner's own memory, as after a long weekend:
 * requesting, reading, rolling up and writing, on all threads. The first miners warm the program up
 * and are not counted.
 */
const WARM = 60;
const MINERS = WARM + (isFull ? 1000 : 240);

await using farm = await startKnownFarm({ miners: MINERS, net: 94 });
const store = await openStore({ path: join(farm.folder, 'powerhive.db') });
const troubles: unknown[] = [];
const onError = (error: unknown): void => void troubles.push(error);
const minerGateway = new GatewayThread({ timeoutMs: 30_000, onThread: onError });
const { miners } = await store.loadFleet();
const indexOf = new Map(miners.map(({ id }, i) => [id, i]));

const warm = await fill(miners.slice(0, WARM).map(({ id }) => id));
const cpuBeforeS = ownCpuSeconds();
const filled = await fill(miners.slice(WARM).map(({ id }) => id));
const cpuS = ownCpuSeconds() - cpuBeforeS;
await minerGateway.close();
await store.close();
if (filled.miners === 0) throw new Error(`nothing was filled: ${troubles[0] ?? `${warm.miners} before`}`);
report({
  gap_cpu_ms_per_miner: {
    value: (cpuS * 1000) / filled.miners,
    note: `all threads; three days of ${filled.miners} simulated miners, ${Math.round(filled.slots / filled.miners)} slots of five minutes each`,
  },
});

async function fill(ids: readonly string[]): Promise<{ miners: number; slots: number }> {
  const { promise, resolve } = Promise.withResolvers<{ miners: number; slots: number }>();
  const gaps = new GapFiller({
    minerGateway,
    store,
    clock: systemClock,
    targetOf(id) {
      const [host = '', port] = farm.addressOf(indexOf.get(id) ?? 0).split(':');
      return { address: { host, port: Number(port), mac: id, kind: 'vnish' }, hrMeasure: 'GH/s' };
    },
    timeoutMs: () => 30_000,
    onError,
    onFilled: (miners, slots) => resolve({ miners, slots }),
  });
  const nowAt = Date.now();
  for (const id of ids) gaps.statusRead(id, nowAt - 3 * DAY_MS, nowAt);
  gaps.loop.start();
  gaps.loop.wake();
  const done = await promise;
  await gaps.loop.stop();
  return done;
}
