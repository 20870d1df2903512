import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startWriter } from '../../../src-main/store/threads/writer.ts';
import { entryOf } from '../../../src-shared/events/event-entry.ts';
import { farmEvent } from '../../fixtures/served/activity-entries.ts';

const FULL = 2;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-synced-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

it('what is written with its entry of the audit, or is awaited, waits for the disk, and readings do not', async () => {
  const synced: boolean[] = [];
  const exec = Database.prototype.exec;
  vi.spyOn(Database.prototype, 'exec').mockImplementation(function (this: Database.Database, source) {
    if (source === 'COMMIT') synced.push(this.pragma('synchronous', { simple: true }) === FULL);
    return exec.call(this, source);
  });
  const { port1, port2 } = new MessageChannel();
  startWriter(join(folder, 'powerhive.db'), port2, false);
  const call = async (name: string, ...args: unknown[]): Promise<unknown> => {
    const replied = new Promise((resolve) => port1.once('message', resolve));
    port1.postMessage([{ id: 1, call: name, args }]);
    return replied;
  };
  const decided = [entryOf(farmEvent({ event: 'program_started', data: { version: '1.2.3' } }, 1))];

  expect(await call('recordActivity', decided)).toMatchObject([{ ok: true }]);
  expect(await call('recordActivity', decided, true)).toMatchObject([{ ok: true }]);
  const change = { call: 'identifySite', args: ['site-1', 'North'] };
  expect(await call('recordChange', decided, change)).toMatchObject([{ ok: true }]);
  expect(await call('recordTelemetry', [])).toMatchObject([{ ok: true }]);
  expect(synced).toEqual([false, true, true, false]);
  await call('close');
});
