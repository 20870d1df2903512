import { openStore } from '../../../src-main/store/open-store.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { aBoard, aMiner, aStatus, aTelemetry, pruneLimits, recordTelemetry } from '../../unit/store/farm-fixture.ts';

/**
 * Simulates time: writes readings of some miners every five minutes, and at the same time compacts
 * and prunes until it is killed. Reports each acknowledged write, and before each pruning what it
 * may delete. The second argument is the start time.
 */
const KEPT_HOURS = 6;
const [path = '', from = '0'] = process.argv.slice(2);
const store = await openStore({ path });
const miners = [1, 2, 3];
await store.upsertMiners(miners.map((n) => aMiner(n)));
let nowAt = Number(from);
let compactedTo = nowAt;
const moment = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function write(): Promise<never> {
  for (;;) {
    // Writing is faster than compaction: an hour or two ahead is enough to interfere with it.
    while (nowAt - compactedTo > 2 * HOUR_MS) await moment(1);
    nowAt += 300_000;
    const at = nowAt;
    await store.recordMinerStatuses(miners.map((n) => aStatus(n, at + n)));
    process.stdout.write(`status ${at}\n`);
    await recordTelemetry(
      store,
      miners.map((n) => aTelemetry(n, at + n, { chains: [aBoard(1, 12)] })),
    );
    process.stdout.write(`telemetry ${at}\n`);
  }
}

async function compact(): Promise<never> {
  for (;;) {
    const hoursBeforeAt = Math.floor(nowAt / HOUR_MS) * HOUR_MS;
    const { hours } = await store.compact({ hoursBeforeAt });
    compactedTo = hoursBeforeAt;
    process.stdout.write(`compacted ${hours}\n`);
    await moment(1);
  }
}

async function prune(): Promise<never> {
  for (;;) {
    const before = nowAt - KEPT_HOURS * HOUR_MS;
    process.stdout.write(`pruned ${before}\n`);
    await store.prune(pruneLimits({ status_raw: before, chip_raw: before, status_5min: before, chip_1h: before }));
    await moment(5);
  }
}

await Promise.all([write(), compact(), prune()]);
