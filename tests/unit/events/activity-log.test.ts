import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ActivityLog } from '../../../src-main/events/activity-log.ts';
import type { RecordedChange } from '../../../src-main/store/store-calls.ts';
import type { ActivityEntry, Actor, FarmEvent, NewActivityEntry } from '../../../src-shared/model/index.ts';
import { farmEvent } from '../../fixtures/activity-entries.ts';
import { TESTER } from '../../fixtures/actors.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const happening = (reason: string, actor: Actor | null = null): FarmEvent =>
  farmEvent({ event: 'backup_failed', actor, data: { reason } }, 1);

function setUp() {
  const disk = {
    works: true,
    hasToken: true,
    written: [] as NewActivityEntry[],
    synced: [] as boolean[],
    shown: [] as ActivityEntry[],
  };
  const log = new ActivityLog(
    {
      recordActivity: async (entries, isSynced = false) => {
        disk.synced.push(isSynced);
        if (!disk.works) throw new Error('locked');
        disk.written.push(...entries);
        return entries.map((entry, id) => ({ ...entry, id }));
      },
      recordChange: async (entries, { call }) => {
        if (!disk.works) throw new Error('locked');
        const value = call === 'removeToken' ? disk.hasToken : undefined;
        if (value === false) return { value, entries: [] };
        disk.written.push(...entries);
        return { value, entries: entries.map((entry, id) => ({ ...entry, id })) };
      },
    },
    (entries) => disk.shown.push(...entries),
    (error) => expect(error).toBeNull(),
  );
  const reasons = () => disk.written.map(({ data }) => data?.['reason']);
  return { disk, log, reasons };
}

it('keeps what cannot be written, in its order and not without end, and writes it when it can be', async () => {
  const { disk, log, reasons } = setUp();
  disk.works = false;
  log.add(happening('first'));
  await log.flush();
  for (let i = 0; i < 1500; i++) log.add(happening(`entry ${i}`));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(disk.written).toEqual([]);
  disk.works = true;
  await vi.advanceTimersByTimeAsync(5000);
  // The first entry of all says how many are missing, and of when.
  expect(disk.written).toHaveLength(1001);
  expect(disk.written[0]).toMatchObject({
    event: 'activity_lost',
    at: 1,
    actor: null,
    data: { count: 501, from_at: 1, to_at: 1 },
  });
  expect([reasons()[1], reasons().at(-1)]).toEqual(['entry 500', 'entry 1499']);
  expect(disk.shown).toHaveLength(1001);
  log.add(happening('later'));
  await log.flush();
  expect(reasons().at(-1)).toBe('later');
  expect(disk.written).toHaveLength(1002);
});

it('drops nothing that was requested, however much waits', async () => {
  const { disk, log, reasons } = setUp();
  disk.works = false;
  for (let i = 0; i < 1200; i++) {
    log.add(happening(`asked ${i}`, TESTER));
    log.add(happening(`own ${i}`));
  }
  await log.flush();
  disk.works = true;
  await vi.advanceTimersByTimeAsync(5000);
  expect(disk.written[0]).toMatchObject({ event: 'activity_lost', data: { count: 1200 } });
  expect(reasons().slice(1)).toEqual(Array.from({ length: 1200 }, (_, i) => `asked ${i}`));
});

it('has an entry on disk when it says so, with what waited before it; one that could not be written comes later', async () => {
  const { disk, log, reasons } = setUp();
  log.add(happening('before'));
  await log.write(happening('asked', TESTER));
  expect(reasons()).toEqual(['before', 'asked']);
  disk.works = false;
  await expect(log.write(happening('refused', TESTER))).rejects.toThrow('locked');
  expect(reasons()).toEqual(['before', 'asked']);
  disk.works = true;
  await vi.advanceTimersByTimeAsync(5000);
  expect(reasons()).toEqual(['before', 'asked', 'refused']);
  expect(disk.shown).toHaveLength(3);
});

it('hands a change and its entries to the store as one write; one that failed is not retried, and one that changed nothing is not shown', async () => {
  const { disk, log, reasons } = setUp();
  const remove: RecordedChange = { call: 'removeToken', args: ['t'] };
  expect(await log.writeChange([happening('gone', TESTER)], remove)).toEqual({ value: true, isWritten: true });
  disk.hasToken = false;
  expect(await log.writeChange([happening('twice', TESTER)], remove)).toEqual({ value: false, isWritten: false });
  disk.works = false;
  await expect(log.writeChange([happening('refused', TESTER)], remove)).rejects.toThrow('locked');
  disk.works = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reasons()).toEqual(['gone']);
  expect(disk.shown).toHaveLength(1);
});

it('waits for the disk itself with what is awaited or was requested, and with nothing else', async () => {
  const { disk, log } = setUp();
  log.add(happening('own'));
  await log.flush();
  log.add(happening('asked', TESTER));
  await log.flush();
  disk.works = false;
  await expect(log.write(happening('awaited'))).rejects.toThrow('locked');
  disk.works = true;
  await vi.advanceTimersByTimeAsync(5000);
  log.add(happening('own'));
  await log.flush();
  expect(disk.synced).toEqual([false, true, true, true, false]);
});
