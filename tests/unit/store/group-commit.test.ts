import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Sqlite } from '../../../src-main/store/file/database-file.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { prepareFleetWrites } from '../../../src-main/store/queries/fleet-queries.ts';
import { prepareStatusWrites } from '../../../src-main/store/queries/history/status-queries.ts';
import { toStoreError } from '../../../src-main/store/store-error.ts';
import { GroupCommit } from '../../../src-main/store/threads/group-commit.ts';
import { aMiner, aStatus, T0 } from './farm-fixture.ts';

let folder: string;
let sqlite: Sqlite;
let commits: GroupCommit;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-commit-'));
  sqlite = openMigrated(join(folder, 'powerhive.db')).sqlite;
  commits = new GroupCommit(sqlite);
});
afterEach(() => {
  vi.restoreAllMocks();
  sqlite.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(run: () => unknown): Promise<unknown> {
  return new Promise((done, failed) => commits.add({ run, done, failed }));
}

function countTransactions(): () => number {
  let begun = 0;
  const exec = sqlite.exec.bind(sqlite);
  sqlite.exec = (source) => {
    if (source.startsWith('BEGIN')) begun++;
    return exec(source);
  };
  return () => begun;
}

describe('writes that arrive together', () => {
  it('share one transaction and each get their own result', async () => {
    // A transaction accepts no more after 30 ms, which a busy machine may need for three writes.
    vi.spyOn(performance, 'now').mockReturnValue(0);
    const begun = countTransactions();
    const answers = await Promise.all([1, 2, 3].map((n) => write(() => n * 10)));
    expect(answers).toEqual([10, 20, 30]);
    expect(begun()).toBe(1);
  });

  it('lose only the one that fails', async () => {
    const { upsertMiners } = prepareFleetWrites(sqlite);
    const results = await Promise.allSettled([
      write(() => upsertMiners([aMiner(1)])),
      write(() => {
        upsertMiners([aMiner(2)]);
        throw new Error('half done');
      }),
      write(() => upsertMiners([aMiner(3)])),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(sqlite.prepare('SELECT id FROM miners').pluck().all()).toEqual([aMiner(1).id, aMiner(3).id]);
  });

  it('are answered only after they are committed', async () => {
    const wasOpen: boolean[] = [];
    await new Promise<void>((resolve) =>
      commits.add({
        run: () => wasOpen.push(sqlite.inTransaction),
        done: () => {
          wasOpen.push(sqlite.inTransaction);
          resolve();
        },
        failed: () => resolve(),
      }),
    );
    expect(wasOpen).toEqual([true, false]);
  });

  it('are synced to the disk where one of them must be, and only then', async () => {
    vi.spyOn(performance, 'now').mockReturnValue(0);
    const synchronous = (): unknown => sqlite.pragma('synchronous', { simple: true });
    const synced = (): Promise<unknown> =>
      new Promise((done, failed) => commits.add({ run: synchronous, done, failed, isSynced: true }));
    const [NORMAL, FULL] = [1, 2];
    expect(await write(synchronous)).toBe(NORMAL);
    expect(await Promise.all([write(synchronous), synced()])).toEqual([FULL, FULL]);
    expect(await write(synchronous)).toBe(NORMAL);
  });

  it('do not keep each other waiting when they take long', async () => {
    const begun = countTransactions();
    let nowMs = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const slow = (): void => {
      nowMs += 20;
    };
    await Promise.all([write(slow), write(slow), write(slow), write(slow)]);
    clock.mockRestore();
    expect(begun()).toBe(2);
  });
});

describe('a disk that became read-only', () => {
  it('is not mended by a write that changes nothing', async () => {
    let isReadOnly = true;
    let hasWritten = false;
    const { exec, pragma } = { exec: sqlite.exec.bind(sqlite), pragma: sqlite.pragma.bind(sqlite) };
    // As the file system does it: what is written fails at the commit, and nothing else does.
    sqlite.exec = (source) => {
      if (source.startsWith('BEGIN')) hasWritten = false;
      if (source === 'COMMIT' && isReadOnly && hasWritten) throw new Error('disk I/O error');
      return exec(source);
    };
    sqlite.pragma = (source, options) => {
      hasWritten ||= source.startsWith('user_version =');
      return pragma(source, options);
    };
    const change = () => {
      hasWritten = true;
    };
    const nothing = () => undefined;
    await write(nothing);
    expect(hasWritten).toBe(false);
    await expect(write(change)).rejects.toThrow('disk I/O error');
    await expect(write(nothing)).rejects.toThrow('disk I/O error');
    isReadOnly = false;
    await write(nothing);
    await write(nothing);
    expect(hasWritten).toBe(false);
  });
});

describe('a full disk', () => {
  it('fails the write with its code, keeps what was there, and is over when there is room', async () => {
    const { upsertMiners } = prepareFleetWrites(sqlite);
    const { recordMinerStatuses } = prepareStatusWrites(sqlite);
    await write(() => upsertMiners([aMiner(1)]));
    const many = Array.from({ length: 2000 }, (_, i) => aStatus(1, T0 + i));
    const pages = sqlite.pragma('page_count', { simple: true }) as number;
    sqlite.pragma(`max_page_count = ${pages + 10}`);

    const lost = await write(() => recordMinerStatuses(many)).catch((error) => toStoreError(error, 'x.db'));
    expect(lost).toMatchObject({ code: 'disk_full', message: expect.stringContaining('x.db is full') });
    expect(sqlite.inTransaction).toBe(false);
    expect(sqlite.prepare('SELECT count(*) FROM statuses').pluck().get()).toBe(0);

    sqlite.pragma('max_page_count = 1000000');
    await write(() => recordMinerStatuses(many));
    expect(sqlite.prepare('SELECT count(*) FROM statuses').pluck().get()).toBe(2000);
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});
