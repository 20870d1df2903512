import { mkdirSync, readdirSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ThreadEvent } from '../../../src-main/runtime/threads/supervised-thread.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import type { Store } from '../../../src-main/store/store.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { makeOwnFolder, type OwnFolder } from '../../fixtures/own-folder.ts';
import { until } from '../../fixtures/patience.ts';
import { proseEntry } from '../../fixtures/served/activity-entries.ts';
import { aMiner, aStatus, aTelemetry, macOf, pruneLimits, recordTelemetry, T0 } from '../../unit/store/farm-fixture.ts';

let own: OwnFolder;
let folder: string;
let store: Store;
const events: ThreadEvent[] = [];
beforeEach(async () => {
  own = makeOwnFolder('threads');
  folder = own.path;
  events.length = 0;
  store = await openStore({ path: join(folder, 'powerhive.db'), onThread: (event) => events.push(event) });
  await store.upsertMiners([aMiner(1), aMiner(2)]);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await store.close();
  own.remove();
});

async function writeHistory(count: number): Promise<void> {
  for (let from = 0; from < count; from += 500) {
    await store.recordMinerStatuses(Array.from({ length: 500 }, (_, i) => aStatus(1, T0 + from + i)));
    await recordTelemetry(
      store,
      Array.from({ length: 50 }, (_, i) => aTelemetry(1, T0 + from + i * 10)),
    );
  }
}

describe('pruning', () => {
  const NEXT_HOUR = { hoursBeforeAt: T0 + 2 * HOUR_MS };
  const ALL_OLD = pruneLimits({ status_raw: T0 + 2 * HOUR_MS, chip_raw: T0 + 2 * HOUR_MS });
  const left = (table: string) => {
    const beside = new Database(store.status().path, { readonly: true });
    const count = beside.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    beside.close();
    return count;
  };

  it('deletes what is too old with all its parts, each by its own limit, but no reading before it is compacted', async () => {
    await writeHistory(1000);
    await store.recordActivity([
      proseEntry({ at: T0, kind: 'app', level: 'info', miner_id: null, message: 'old' }),
      proseEntry({ at: T0 + 9, kind: 'app', level: 'info', miner_id: null, message: 'new' }),
    ]);
    const limits = pruneLimits({ status_raw: T0 + 2 * HOUR_MS, chip_raw: 0 }, T0 + 5);
    expect(await store.prune(limits)).toEqual({ activity: 1, blocks: 0, group_slots: 0 });
    expect(await store.statuses(macOf(1), { limit: 5000 })).toHaveLength(1000);
    expect(await store.activity({ limit: 10 })).toMatchObject([{ message: 'new' }]);

    expect(await store.compact(NEXT_HOUR)).toMatchObject({ hours: 2, refused: 0 });
    // The latest status of the miner, with its four fans and three boards.
    const parts = () => ['statuses', 'status_fans', 'chain_snapshots', 'chain_chips'].map(left);
    expect(parts()).toEqual([1, 4, 3, 0]);
    expect(await store.statuses(macOf(1), { limit: 5000 })).toHaveLength(1000);
    expect(await store.prune(limits)).toEqual({ activity: 0, blocks: 1, group_slots: 0 });
    expect(await store.statuses(macOf(1), { limit: 5000 })).toEqual([]);
    expect(await store.telemetry(macOf(1), { limit: 500 })).toHaveLength(100);
    expect(parts()).toEqual([1, 4, 3, 0]);
  });

  it('keeps the latest status of a miner, however old', async () => {
    const [, id] = await store.recordMinerStatuses([aStatus(2, T0), aStatus(2, T0 + 1)]);
    await store.compact(NEXT_HOUR);
    await store.prune(ALL_OLD);
    expect(left('statuses')).toBe(1);
    expect((await store.loadFleet()).latest.get(macOf(2))?.id).toBe(id);
  });

  it('gives the space back to the disk', async () => {
    await writeHistory(4000);
    await store.close();
    const { path } = store.status();
    const before = statSync(path).size;
    store = await openStore({ path });
    await store.compact(NEXT_HOUR);
    await store.prune(ALL_OLD);
    await store.close();
    expect(statSync(path).size).toBeLessThan(before / 5);
  });

  it('lets writes through while the rows of a block are deleted', async () => {
    await writeHistory(6000);
    const order: string[] = [];
    const compacting = store.compact(NEXT_HOUR).then(() => order.push('compacted'));
    await store.recordMinerStatuses([aStatus(2, T0 + 2 * HOUR_MS)]);
    order.push('written');
    await compacting;
    expect(order).toEqual(['written', 'compacted']);
    expect(left('statuses')).toBe(2);
  });

  it('stops early when the store is closed, and goes on at the next start', async () => {
    await writeHistory(6000);
    const compacting = store.compact(NEXT_HOUR);
    await store.close();
    await compacting;
    const { path } = store.status();
    const beside = new Database(path, { readonly: true });
    expect(beside.prepare('SELECT count(*) FROM statuses').pluck().get()).toBe(6000);
    beside.close();
    store = await openStore({ path });
    await store.compact(NEXT_HOUR);
    expect(left('statuses')).toBe(1);
  });
});

describe('a thread that dies', () => {
  /** The thread that handles the request. */
  async function threadBehind(ask: () => Promise<unknown>): Promise<Worker> {
    const posted = vi.spyOn(Worker.prototype, 'postMessage');
    await ask();
    return posted.mock.contexts[0] as unknown as Worker;
  }

  const restartsOf = (name: string) =>
    store
      .threads()
      .find((thread) => thread.name === name)
      ?.health().restarts;

  it('writes again after the writer has died, with both writes that it had under way refused as interrupted', async () => {
    const writer = await threadBehind(() => store.upsertMiners([aMiner(3)]));
    // While another connection locks the file, the thread cannot respond, so it ends with both
    // writes in progress.
    const holder = new Database(store.status().path);
    holder.exec('BEGIN IMMEDIATE');
    const lost = store.recordMinerStatuses([aStatus(1, T0)]);
    const alsoLost = recordTelemetry(store, [aTelemetry(1, T0)]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const gone = writer.terminate();
    holder.exec('ROLLBACK');
    holder.close();
    const results = await Promise.allSettled([lost, alsoLost]);
    for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'interrupted' } });
    await gone;
    await store.upsertMiners([aMiner(4)]);
    expect((await store.loadFleet()).miners.map((miner) => miner.id)).toEqual([1, 2, 3, 4].map(macOf));
    expect(store.status().lastError).toBeNull();
    expect(restartsOf('store-writer')).toBe(1);
    expect(events).toMatchObject([{ kind: 'ended', name: 'store-writer', retryInMs: 0 }, { kind: 'restarted' }]);
  });

  it('makes no new database where the disk of the old one is away and its empty folder is there', async () => {
    const writer = await threadBehind(() => store.upsertMiners([aMiner(3)]));
    renameSync(folder, `${folder}-away`);
    mkdirSync(folder);
    await writer.terminate();
    await expect(store.upsertMiners([aMiner(4)])).rejects.toMatchObject({ code: 'lost' });
    expect(readdirSync(folder)).toEqual([]);
    rmdirSync(folder);
    renameSync(`${folder}-away`, folder);
    await until('the writer to come back', () =>
      store.upsertMiners([aMiner(4)]).then(
        () => true,
        () => false,
      ),
    );
    expect((await store.loadFleet()).miners.map((miner) => miner.id)).toEqual([1, 2, 3, 4].map(macOf));
  });

  it('sends the pending calls of a dead reader to the one that replaces it', async () => {
    await store.recordMinerStatuses([aStatus(1, T0)]);
    const reader = await threadBehind(() => store.statuses(macOf(1), { limit: 1 }));
    const asked = store.statuses(macOf(1), { limit: 1 });
    void reader.terminate();
    expect(await asked).toHaveLength(1);
    expect(restartsOf('store-reader')).toBe(1);
  });

  it('compacts on after the compactor has died', async () => {
    const plan = { hoursBeforeAt: T0 + 7_200_000 };
    const compactor = await threadBehind(() => store.fillHistory([]));
    await store.recordMinerStatuses([aStatus(1, T0), aStatus(1, T0 + 1000)]);
    await compactor.terminate();
    expect(await store.compact(plan)).toMatchObject({ hours: 1, refused: 0 });
    expect(restartsOf('store-compactor')).toBe(1);
  });
});

it('ends threads that do not respond', async () => {
  const posted = vi.spyOn(Worker.prototype, 'postMessage');
  await store.upsertMiners([aMiner(3)]);
  const writer = posted.mock.contexts[0] as unknown as Worker;
  const exited = new Promise((resolve) => writer.once('exit', resolve));
  await store.terminate();
  await exited;
  await expect(store.upsertMiners([])).rejects.toMatchObject({ code: 'closed' });
  await expect(store.loadFleet()).rejects.toMatchObject({ code: 'closed' });
});
