import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenDestination } from '../../src-main/destinations/outgoing-task.ts';
import { nextBatch } from '../../src-main/destinations/remote-write/batches.ts';
import { encodeWriteRequest } from '../../src-main/destinations/remote-write/encode.ts';
import { RemoteWrite } from '../../src-main/destinations/remote-write/remote-write.ts';
import { RemoteWriteClient } from '../../src-main/destinations/remote-write/send.ts';
import { systemClock } from '../../src-main/runtime/clock.ts';
import type { DestinationPosition } from '../../src-main/store/destination-records.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { openOutgoingHistory } from '../../src-main/store/outgoing-history.ts';
import { HOUR_MS, MINUTE_MS } from '../../src-shared/milliseconds.ts';
import { readingOf } from '../fixtures/destinations/remote-points.ts';
import { aBoard, aChain, aMiner, aModel, aTelemetry, recordTelemetry } from '../unit/store/farm-fixture.ts';
import { isFull, ownCpuSeconds, report } from './measure.ts';

/**
 * What a remote_write destination takes of a processor for a farm of ten thousand miners that is
 * read every 15 s: each minute is read from the database, folded, encoded and sent as soon as it is
 * over. Against that, a bare loop encodes and sends the same samples. Who receives them is another
 * process.
 */
const MINERS = 10_000;
const READ_EVERY_MS = 15_000;
/** One miner in so many is offline. */
const OFFLINE_EVERY = 50;
const MINUTES = isFull ? 10 : 3;
const END = Math.floor(Date.now() / HOUR_MS) * HOUR_MS + MINUTES * MINUTE_MS;
const START = END - MINUTES * MINUTE_MS;

const folder = mkdtempSync(join(tmpdir(), 'powerhive-bench-'));
const path = join(folder, 'powerhive.db');
const sink = spawn(
  process.execPath,
  [
    '-e',
    // On a busy machine more than five seconds pass between two requests.
    `require('node:http').createServer({ keepAliveTimeout: 0 }, (request, response) => { request.resume().on('end', () => response.writeHead(204).end()); })
      .listen(0, '127.0.0.1', function () { console.log(this.address().port); });`,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
try {
  const [port] = await once(sink.stdout, 'data');
  const destination: OpenDestination = {
    id: 'bench',
    kind: 'remote_write',
    url: `http://127.0.0.1:${Number(String(port))}/api/v1/write`,
    user: null,
    secret: null,
    sample_seconds: 60,
    since_at: null,
    max_kbytes_per_s: 1_000_000,
    created_at: START,
  };
  await fill();
  const history = openOutgoingHistory(path);
  const remoteWrite = new RemoteWrite(() => history, systemClock);
  const client = new RemoteWriteClient(systemClock);
  const shares: number[] = [];
  const overBare: number[] = [];
  let samples = 0;
  for (let minute = 0; minute < MINUTES; minute++) {
    const at = START + minute * MINUTE_MS;
    const task = { destination, upToAt: at + MINUTE_MS, watchingSinceAt: START, statusMs: READ_EVERY_MS };
    const began: DestinationPosition = { at, to: null, after_key: 0, fill_id: 0 };
    const beforeS = ownCpuSeconds();
    let position = began;
    let sent = 0;
    for (let isDone = false; !isDone; ) {
      const step = await remoteWrite.step({ ...task, position }, new AbortController().signal);
      if (step.failure !== null) throw new Error(step.failure.message);
      ({ position, isDone } = step);
      sent += step.sent;
    }
    const cpuS = ownCpuSeconds() - beforeS;
    const batches = [];
    for (let next = nextBatch(history, { ...task, position: began }, began); next !== null && next.samples > 0; ) {
      batches.push(next.series);
      next = nextBatch(history, { ...task, position: next.next }, next.next);
    }
    const bareBeforeS = ownCpuSeconds();
    for (const series of batches) await client.send(destination, encodeWriteRequest(series));
    const bareS = ownCpuSeconds() - bareBeforeS;
    // The first minute warms everything up.
    if (minute === 0) continue;
    samples = sent;
    shares.push((100 * cpuS * 1000) / MINUTE_MS);
    overBare.push(cpuS / bareS);
  }
  await Promise.all([remoteWrite.close(), client.close()]);
  history.close();
  const work = `${MINERS.toLocaleString('en')} miners of three boards, ${samples.toLocaleString('en')} samples a minute, the least of ${shares.length} minutes`;
  report({
    destination_10k_cpu_percent: { value: Math.min(...shares), note: work },
    destination_10k_cpu_over_bare: {
      value: Math.min(...overBare),
      note: 'a loop that encodes and sends the same samples, and reads no database',
    },
  });
} finally {
  sink.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function fill(): Promise<void> {
  const store = await openStore({ path });
  await store.upsertModels([aModel()]);
  const isOffline = (n: number): boolean => n % OFFLINE_EVERY === 0;
  const miners = Array.from({ length: MINERS }, (_, i) => i + 1);
  await store.upsertMiners(
    miners.map((n) => aMiner(n, isOffline(n) ? { ip: null, offline_since_at: START - HOUR_MS } : {})),
  );
  const online = miners.filter((n) => !isOffline(n));
  for (let at = START; at < END; at += READ_EVERY_MS) {
    for (let from = 0; from < online.length; from += 500) {
      const records = online.slice(from, from + 500).map((n) => {
        const reading = readingOf(n, at + (n % READ_EVERY_MS));
        return { ...reading, chains: [...reading.chains, aChain(3)] };
      });
      await store.recordMinerStatuses(records);
      // Their chips, once a minute. How many there are does not matter: only their mean is read.
      if ((at - START) % MINUTE_MS !== 0) continue;
      const chains = [1, 2, 3].map((id) => aBoard(id, 4));
      const chips = online.slice(from, from + 500).map((n) => aTelemetry(n, at + (n % READ_EVERY_MS), { chains }));
      await recordTelemetry(store, chips);
    }
  }
  await store.close();
}
