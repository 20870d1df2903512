import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { decideRecording } from '../../../src-main/history/least-free-disk.ts';
import { DiskFullGuard } from '../../../src-main/recording/disk-full-guard.ts';
import { type Clock, systemClock } from '../../../src-main/runtime/clock.ts';
import type { Recording } from '../../../src-shared/model/index.ts';

describe('history', () => {
  it('stops before the disk is full, with what to do about it, and goes on when there is room again', () => {
    expect(decideRecording(600e6, true, '/data')).toEqual({ isRecording: true, reason: null });
    const stopped = decideRecording(312e6, true, '/data');
    expect(stopped.isRecording).toBe(false);
    expect(stopped.reason).toMatch(/Disk almost full at \/data \(312.0 MB free\).*Free some space.*above 1.00 GB/);
    expect(decideRecording(900e6, false, '/data').isRecording).toBe(false);
    expect(decideRecording(1.1e9, false, '/data').isRecording).toBe(true);
  });

  it('goes on where the free space is unknown', () => {
    expect(decideRecording(null, true, '/data').isRecording).toBe(true);
  });
});

/** A clock whose sleepers wake at once, and on which their time has passed. */
function hastyClock(): Clock {
  let sleptMs = 0;
  return {
    nowMs: () => systemClock.nowMs() + sleptMs,
    monotonicMs: () => systemClock.monotonicMs() + sleptMs,
    async sleep(ms) {
      sleptMs += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/**
 * A guard that checks repeatedly, with the given free space each time and, optionally, write
 * errors.
 */
async function looksAt(rooms: number[], troubles: (string | null)[], databasePath = import.meta.filename) {
  const reported: (Recording['state'] | boolean)[] = [];
  const looks = rooms.length;
  let look = 0;
  let done = (): void => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  const guard = new DiskFullGuard({
    store: { writeTrouble: () => troubles[look - 1] ?? null },
    history: { setRecording: (isRecording) => reported.push(isRecording) },
    databasePath,
    clock: hastyClock(),
    onChange: ({ state }, isNewState) => isNewState && reported.push(state),
    onError: (error) => reported.push(String(error) as never),
    freeBytes: async (folder) => {
      expect(folder).toBe(import.meta.dirname);
      if (look === looks) done();
      return rooms[look++] ?? 2e9;
    },
  });
  guard.loop.start();
  await all;
  await guard.loop.stop();
  return { reported, recording: guard.recording() };
}

describe('the guard of the disk', () => {
  it('notifies the recorders and all listeners, once for each change', async () => {
    const { reported, recording } = await looksAt([2e9, 1e8, 1e8, 2e9], []);
    expect(reported).toEqual([false, 'stopped', true, 'recording']);
    expect(recording).toMatchObject({ state: 'recording', reason: null });
  });

  it('says that nothing is recorded while writing fails, and lets it be tried', async () => {
    const { reported, recording } = await looksAt([2e9, 2e9, 2e9, 2e9], [null, 'locked', 'the disk is full', null]);
    expect(reported).toEqual(['stopped', 'recording']);
    expect(recording).toMatchObject({ state: 'recording', reason: null });
    const gone = await looksAt([2e9], ['locked'], `${import.meta.dirname}/no.db`);
    expect(gone.reported).toEqual([false, 'stopped']);
    expect(gone.recording.reason).toMatch(/no\.db is missing/);
  });
});

it.skipIf(process.platform === 'win32')('watches the disk of the database where a link leads to it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-guard-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const link = join(folder, 'powerhive.db');
  symlinkSync(import.meta.filename, link);
  const { reported } = await looksAt([100e6, 100e6], [], link);
  expect(reported.slice(0, 2)).toEqual([false, 'stopped']);
});
