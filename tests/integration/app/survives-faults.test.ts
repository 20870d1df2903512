import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import type { Health, ThreadHealth } from '../../../src-shared/model/index.ts';
import { scaledMs, stopwatch, until } from '../../fixtures/patience.ts';
import { seedDataFolder } from '../../fixtures/program/data-folder.ts';
import { type InspectedThreads, inspectThreads } from '../../fixtures/program/inspect-threads.ts';
import { startServing } from '../../fixtures/program/program.ts';
import type { WatchedFarm } from '../../fixtures/program/watched-farm.ts';
import {
  allowForFaults,
  canMount,
  FAULT_MS,
  health,
  isLinux,
  nextListen,
  startFour,
  survives,
  whyNotMounted,
} from './survival-farm.ts';

allowForFaults();

let farm: WatchedFarm | undefined;
let inspected: InspectedThreads | undefined;
afterEach(async () => {
  // Node ends only after its debugger has disconnected.
  inspected?.close();
  await farm?.[Symbol.asyncDispose]();
  farm = undefined;
});

async function begin(within?: (folder: string) => readonly string[]): Promise<WatchedFarm> {
  farm = await startFour(within);
  return farm;
}

describe('the farm is watched on, and no miner is blamed, while the database', () => {
  it('is away, with its folder', async () => {
    const watched = await begin();
    const away = `${watched.folder}-away`;
    await survives(
      watched,
      () => renameSync(watched.folder, away),
      () => renameSync(away, watched.folder),
      /is missing/,
    );
  });

  it('is held by another program', async () => {
    const watched = await begin();
    const other = new Database(join(watched.folder, 'powerhive.db'));
    await survives(
      watched,
      () => void other.exec('BEGIN EXCLUSIVE'),
      () => other.close(),
      /Another program holds the database/,
    );
  });

  /** Runs a script in the mount namespace of the program. */
  const there = (watched: WatchedFarm, script: string): void => {
    const { status, stderr } = spawnSync('nsenter', [
      '-t',
      String(watched.serving.child.pid),
      '-m',
      'sh',
      '-c',
      script,
    ]);
    expect(String(stderr)).toBe('');
    expect(status).toBe(0);
  };
  const onDisk = (folder: string): string[] => {
    const disk = `${folder}.disk`;
    const script = `mkdir ${disk} && mount -t tmpfs -o size=1200m none ${disk} && cp -r ${folder}/. ${disk}/ && mount --bind ${disk} ${folder} && exec "$@"`;
    return ['unshare', '-m', 'sh', '-c', script, 'sh'];
  };

  it.skipIf(!canMount)(`is on a disk that is pulled${whyNotMounted}`, async () => {
    const watched = await begin(onDisk);
    await survives(
      watched,
      () => there(watched, `umount -l ${watched.folder}`),
      () => there(watched, `mount --bind ${watched.folder}.disk ${watched.folder}`),
      /is missing/,
    );
  });

  it.skipIf(!canMount)(`is on a disk that is full${whyNotMounted}`, async () => {
    const watched = await begin(onDisk);
    await survives(
      watched,
      // The system's minimum of space is left, because filling a gigabyte takes seconds.
      () =>
        there(
          watched,
          `mount -o remount,size=$(($(du -sk ${watched.folder} | cut -f1) + 4096))k ${watched.folder}.disk && dd if=/dev/zero of=${watched.folder}/filler bs=64k 2>/dev/null; true`,
        ),
      () => there(watched, `rm ${watched.folder}/filler && mount -o remount,size=1200m ${watched.folder}.disk`),
      /^Disk almost full at /,
    );
  });
});

// Counted in turns of the event loop, as in stop-steps.ts: the machine's load may be unknown.
describe.skipIf(!isLinux)('a thread', () => {
  const inspectable = (): string[] => ['env', 'NODE_OPTIONS=--inspect-port=0'];
  const threadOf = async (watched: WatchedFarm, name: string): Promise<ThreadHealth | undefined> =>
    (await health(watched)).threads.find((thread) => thread.name === name);

  it('that ends comes back, each of them, again and again, without an effect on the rest', async () => {
    const watched = await begin(inspectable);
    const threads = await inspectThreads(watched.serving);
    inspected = threads;
    const endMs = performance.now() + FAULT_MS;
    let round = 0;
    do {
      round += 1;
      for (const name of ['store-reader', 'gateway', 'store-writer']) {
        await startReader(watched);
        const restarts = (await threadOf(watched, name))?.restarts ?? 0;
        await threads.evaluate(name, 'setImmediate(() => process.exit(1))');
        await until(`${name} to come back`, async () => {
          const thread = await threadOf(watched, name);
          return thread?.state === 'running' && thread.restarts === restarts + 1;
        });
        const { id } = (await watched.miners())[0] ?? { id: '' };
        const nickname = `${name} ${round}`;
        expect((await watched.serving.rest('PATCH', `/miners/${id}`, { nickname })).status).toBe(200);
        expect((await watched.serving.rest('GET', `/statuses/${id}?limit=1`)).status).toBe(200);
        await isRead(watched);
      }
    } while (performance.now() < endMs);
    threads.close();
    expect(await watched.serving.stop()).toBe(0);
  });

  /** The thread that reads history runs only while there are requests for history. */
  async function startReader(watched: WatchedFarm): Promise<void> {
    const { id } = (await watched.miners())[0] ?? { id: '' };
    expect((await watched.serving.rest('GET', `/statuses/${id}?limit=1`)).status).toBe(200);
  }

  /**
   * A poll in progress on the ended thread may have failed: what matters is that each miner is read
   * again.
   */
  async function isRead(watched: WatchedFarm): Promise<void> {
    const from = Date.now();
    await until('a reading of each miner', async () =>
      (await watched.miners()).every(({ latest_status }) => (latest_status?.recorded_at ?? 0) > from),
    );
  }

  it('that loops without an end is terminated by the stop, which takes no longer for it', async () => {
    const watched = await begin(inspectable);
    const threads = await inspectThreads(watched.serving);
    inspected = threads;
    await threads.evaluate('store-writer', 'setImmediate(() => { for (;;); })');
    threads.close();
    await sleep(1000);
    const took = stopwatch();
    expect(await watched.serving.stop()).toBe(0);
    expect(took()).toBeLessThan(scaledMs(6000));
    expect(watched.serving.stderr()).toContain('took longer than');
  });

  it('that the system holds cannot hold up the stop', async () => {
    const watched = await begin(inspectable);
    const fifo = join(watched.folder, 'fifo');
    expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
    await startReader(watched);
    const threads = await inspectThreads(watched.serving);
    inspected = threads;
    await threads.evaluate('store-reader', `setImmediate(() => process.getBuiltinModule('fs').openSync('${fifo}'))`);
    threads.close();
    await sleep(1000);
    const took = stopwatch();
    await watched.serving.stop();
    expect(took()).toBeLessThan(scaledMs(6000));
    expect(watched.serving.child.signalCode).toBe('SIGKILL');
    expect(watched.serving.stderr()).toContain('A thread hangs and cannot be ended');
    expect(existsSync(join(watched.folder, 'running.json'))).toBe(false);
  });

  it.skipIf(FAULT_MS < 180_000)('that hangs for minutes is named, and the farm is watched on', async () => {
    const watched = await begin(inspectable);
    const threads = await inspectThreads(watched.serving);
    inspected = threads;
    await threads.evaluate('store-writer', 'setImmediate(() => { for (;;); })');
    threads.close();
    const endMs = performance.now() + 170_000;
    while (performance.now() < endMs && (await threadOf(watched, 'store-writer'))?.state !== 'stuck')
      await isRead(watched);
    expect((await threadOf(watched, 'store-writer'))?.state).toBe('stuck');
    expect(watched.serving.stderr()).toMatch(/The thread store-writer has not answered for 1\d\d s/);
    await until('recording to be stopped', async () => (await health(watched)).recording.state === 'stopped');
    expect(await watched.serving.stop()).toBe(0);
  });
});

describe('what goes wrong inside', () => {
  it('is no end of the program where a scan finds miners while nothing can be written: they are kept afterwards', async () => {
    const listen = nextListen();
    const data = seedDataFolder(0);
    writeFileSync(
      join(data.path, 'config.json'),
      JSON.stringify({ network: { subnets: [listen] }, intervals: { discovery_seconds: 5 } }),
    );
    const serving = await startServing(['serve', '--data', data.path, '--port', '0']);
    renameSync(data.path, `${data.path}-away`);
    const fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(listen), profile: 's19jpro' });
    const found = async (): Promise<number> => ((await serving.rest('GET', '/miners')).body as unknown[]).length;
    await until('the miners', async () => (await found()) === 4);
    await until('a failed write', async () => {
      const { database } = (await serving.rest('GET', '/health')).body as Health;
      return database.write_failures > 1;
    });
    renameSync(`${data.path}-away`, data.path);
    const stored = (): unknown => {
      const beside = new Database(join(data.path, 'powerhive.db'), { readonly: true });
      const counts = beside
        .prepare('SELECT (SELECT count(*) FROM miners), (SELECT count(*) FROM model_presets) > 0')
        .raw();
      const row = counts.get();
      beside.close();
      return row;
    };
    await until('the miners in the database', () => isDeepStrictEqual(stored(), [4, 1]));
    expect(await serving.stop()).toBe(0);
    await fleet.stop();
    data.remove();
  });

  it.skipIf(!isLinux)('is logged, and the program stops in order with a code of its own', async () => {
    const watched = await begin(() => ['env', 'NODE_OPTIONS=--inspect-port=0']);
    const threads = await inspectThreads(watched.serving);
    inspected = threads;
    await threads.evaluateInMain(`setImmediate(() => Promise.reject(new Error('nobody catches this')))`);
    threads.close();
    await watched.serving.ended;
    expect(watched.serving.child.exitCode).toBe(1);
    expect(watched.serving.stderr()).toMatch(/FATAL Internal error: nobody catches this[\s\S]*Stopped/);
    expect(existsSync(join(watched.folder, 'powerhive.db-wal'))).toBe(false);
  });
});
