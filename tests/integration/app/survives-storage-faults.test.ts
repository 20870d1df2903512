import { spawnSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { MinerHistory } from '../../../src-shared/model/index.ts';
import { until } from '../../fixtures/patience.ts';
import { type InspectedThreads, inspectThreads } from '../../fixtures/program/inspect-threads.ts';
import type { WatchedFarm } from '../../fixtures/program/watched-farm.ts';
import {
  allowForFaults,
  canMount,
  eventsOf,
  FAULT_MS,
  health,
  isLinux,
  isWatched,
  startFour,
} from './survival-farm.ts';

allowForFaults();

/** A file system that can become read-only, as ext4 does after a failed write. */
const canFail = canMount && spawnSync('mkfs.ext4', ['-V']).status === 0 && spawnSync('losetup', ['-f']).status === 0;
const inspectable = (): string[] => ['env', 'NODE_OPTIONS=--inspect-port=0'];

let farm: WatchedFarm | undefined;
let inspected: InspectedThreads | undefined;
afterEach(async () => {
  inspected?.close();
  await farm?.[Symbol.asyncDispose]();
  farm = undefined;
});

async function begin(within?: (folder: string) => readonly string[]): Promise<WatchedFarm> {
  farm = await startFour(within);
  return farm;
}

async function inspect(watched: WatchedFarm): Promise<InspectedThreads> {
  inspected = await inspectThreads(watched.serving);
  return inspected;
}

/** Opens the database beside the program while `use` runs. */
function beside<T>({ folder }: WatchedFarm, use: (database: Database.Database) => T): T {
  const database = new Database(join(folder, 'powerhive.db'), { timeout: 5000 });
  try {
    return use(database);
  } finally {
    database.close();
  }
}

/**
 * Adds rows from three hours ago, as if the farm had been monitored then: copies of the latest
 * readings.
 */
function liveThreeHoursAgo(watched: WatchedFarm): void {
  beside(watched, (database) => {
    const columns = database
      .prepare<[], { name: string }>(
        `SELECT name FROM pragma_table_info('statuses') WHERE name NOT IN ('id', 'recorded_at')`,
      )
      .all()
      .map(({ name }) => name)
      .join(', ');
    database.exec(
      `INSERT INTO statuses (recorded_at, ${columns}) SELECT recorded_at - ${3 * HOUR_MS}, ${columns} FROM statuses`,
    );
  });
}
const oldRows = (watched: WatchedFarm): number =>
  beside(watched, (database) =>
    database
      .prepare('SELECT count(*) FROM statuses WHERE recorded_at < ?')
      .pluck()
      .get(Date.now() - 2 * HOUR_MS),
  ) as number;

describe.skipIf(!isLinux)('the farm is watched on', () => {
  it.skipIf(!canFail)(
    'while the file system of the database is read-only, and the program can be stopped in order',
    async () => {
      const watched = await begin((folder) => {
        const image = `${folder}.img`;
        const script = `truncate -s 1200m ${image} && mkfs.ext4 -q -F ${image} && mkdir ${folder}.ext4 && mount -o loop,errors=remount-ro ${image} ${folder}.ext4 && cp -r ${folder}/. ${folder}.ext4/ && mount --bind ${folder}.ext4 ${folder} && rm ${image} && exec "$@"`;
        return ['unshare', '-m', 'sh', '-c', script, 'sh'];
      });
      await isWatched(watched);
      const { pid } = watched.serving.child;
      const remount = ['-t', String(pid), '-m', 'mount', '-o', 'remount,abort', `${watched.folder}.ext4`];
      expect(spawnSync('nsenter', remount).status).toBe(0);
      await until('recording to be stopped', async () => (await health(watched)).recording.state === 'stopped');
      // It stays so: what writes nothing does not count as written.
      const { since_at } = (await health(watched)).recording;
      const endMs = performance.now() + FAULT_MS;
      do {
        await isWatched(watched);
        expect((await health(watched)).recording).toMatchObject({ state: 'stopped', since_at });
      } while (performance.now() < endMs);
      expect(await watched.serving.stop()).toBe(0);
      expect(watched.serving.stderr()).not.toMatch(/Internal error|FATAL/);
    },
  );

  it.skipIf(FAULT_MS < 60_000)(
    'while blocks of its history are damaged: what is sound is shown, and the damage is reported once',
    async () => {
      const watched = await begin();
      const { id } = (await watched.miners())[0] ?? { id: '' };
      liveThreeHoursAgo(watched);
      await until('the hours to be compacted', () => oldRows(watched) === 0);
      const damaged = beside(watched, (database) =>
        database.prepare(`UPDATE history_blocks SET block = zeroblob(length(block))`).run(),
      ).changes;
      expect(damaged).toBeGreaterThan(0);
      liveThreeHoursAgo(watched);
      const history = await watched.serving.rest(
        'GET',
        `/miners/${id}/history?from=${Date.now() - 4 * HOUR_MS}&to=${Date.now()}`,
      );
      expect(history.status).toBe(200);
      expect((history.body as MinerHistory).points.length).toBeGreaterThan(0);
      const endMs = performance.now() + FAULT_MS;
      do await isWatched(watched);
      while (performance.now() < endMs);
      await until('the report', async () => (await eventsOf(watched, 'compaction_failed')).length > 0);
      expect(await watched.serving.stop()).toBe(0);
      expect(watched.serving.stderr()).not.toMatch(/Internal error|FATAL/);
    },
  );
});

describe.skipIf(!isLinux)('a thread of the program', () => {
  it.skipIf(FAULT_MS < 60_000)('that compacts history and is killed comes back, and finishes', async () => {
    const watched = await begin(inspectable);
    const threads = await inspect(watched);
    // Ends the first one as soon as it starts.
    await threads.evaluateInMain(
      `{ let isFirst = true; process.on('worker', (worker) => { if (isFirst && worker.threadName === 'store-compactor') { isFirst = false; setTimeout(() => worker.terminate(), 300); } }) }`,
    );
    liveThreeHoursAgo(watched);
    await until('the hours to be compacted', () => oldRows(watched) === 0);
    await isWatched(watched);
  });

  it('that dials and is killed costs no miner: the others are dialled from elsewhere', async () => {
    const watched = await begin(inspectable);
    const threads = await inspect(watched);
    await threads.evaluateInMain(
      `process.on('worker', (worker) => { if (worker.threadName === 'dial') setTimeout(() => worker.terminate(), 60); })`,
    );
    const [{ ip } = { ip: '' }] = await watched.miners();
    const [a, b] = String(ip).split('.');
    const target = `${a}.${b}.0.0/19:8991`;
    const { scan_id } = (await watched.serving.rest('POST', '/rescan', { targets: [target] })).body as {
      scan_id: string;
    };
    const ended = async () =>
      (await eventsOf(watched, 'scan_finished')).find(({ data }) => data?.['scan_id'] === scan_id);
    await until('the scan to end', async () => (await ended()) !== undefined);
    expect((await ended())?.data).toMatchObject({ addresses_total: 8192, miners_found: 4, miners_offline: 0 });
    await isWatched(watched);
  });

  it.skipIf(FAULT_MS < 60_000)(
    'that writes and cannot come back for a minute ends the program with a code of its own',
    async () => {
      const watched = await begin(inspectable);
      const threads = await inspect(watched);
      renameSync(watched.folder, `${watched.folder}-away`);
      await threads.evaluate('store-writer', 'setImmediate(() => process.exit(1))');
      threads.close();
      await watched.serving.ended;
      renameSync(`${watched.folder}-away`, watched.folder);
      expect(watched.serving.child.exitCode).toBe(1);
      expect(watched.serving.stderr()).toMatch(/The thread store-writer cannot be started/);
    },
  );
});
