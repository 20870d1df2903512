import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ActivityLog } from '../../../src-main/events/activity-log.ts';
import type { RecordedChange } from '../../../src-main/store/store-calls.ts';
import type { ActivityEntry, Actor, FarmEvent, NewActivityEntry } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { storedMiner } from '../../fixtures/farm/fleet-entries.ts';
import { farmEvent } from '../../fixtures/served/activity-entries.ts';

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
    /** What was in one transaction: miners, and the codes of their entries. */
    together: [] as string[][],
    /** Miners of which something is not on disk. */
    unsaved: new Set<string>(),
  };
  const log = new ActivityLog({
    store: {
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
      upsertObserved: async (miners, entries) => {
        if (!disk.works) throw new Error('locked');
        disk.together.push([...miners.map(({ id }) => id), ...entries.map(({ event }) => `${event}`)]);
        return entries.map((entry, id) => ({ ...entry, id }));
      },
    },
    // Two miners at most are written at a time.
    saveMiners: async (ids) => {
      for (let first = 0; first < ids.length; first += 2) {
        const due = ids.slice(first, first + 2).filter((id) => disk.unsaved.has(id));
        if (due.length > 0) await log.writeMiners(due.map((id) => storedMiner({ id })));
        for (const id of due) disk.unsaved.delete(id);
      }
    },
    onAdded: (entries) => disk.shown.push(...entries),
    onError: (error) => expect(error).toBeNull(),
  });
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

it('writes what was observed of miners with their rows, also if other work saves these, and with a change of a row', async () => {
  const { disk, log } = setUp();
  const found = (id: string): FarmEvent =>
    farmEvent({ event: 'miner_found', miner_id: id, data: { name: id, ip: null } }, 1);
  const observe = (...ids: string[]): void => {
    for (const id of ids) {
      disk.unsaved.add(id);
      log.add(found(id));
    }
  };
  observe('a', 'b', 'c');
  log.add(happening('own'));
  await log.flush();
  expect(disk.together).toEqual([
    ['a', 'b', 'miner_found', 'miner_found'],
    ['c', 'miner_found'],
  ]);
  expect(disk.written.map(({ event }) => event)).toEqual(['backup_failed']);
  // The end of a scan saves all rows; nothing is left for the timer.
  observe('d');
  await log.writeMiners([storedMiner({ id: 'd' }), storedMiner({ id: 'e' })]);
  expect(disk.together.at(-1)).toEqual(['d', 'e', 'miner_found']);
  // A key is written with the row of its miner.
  observe('f');
  await log.writeChange([happening('key')], { call: 'upsertMiners', args: [[storedMiner({ id: 'f' })]] });
  expect(disk.written.slice(-2).map(({ event }) => event)).toEqual(['miner_found', 'backup_failed']);
  // The row is on disk already, or the miner has left the farm.
  log.add(found('g'));
  await log.flush();
  expect(disk.written.at(-1)).toMatchObject({ event: 'miner_found', miner_id: 'g' });
  expect(disk.together).toHaveLength(3);
});

it('keeps what was observed of a miner until its row can be written, and never writes it before', async () => {
  const { disk, log } = setUp();
  disk.works = false;
  disk.unsaved.add('a');
  log.add(farmEvent({ event: 'miner_found', miner_id: 'a', data: { name: 'a', ip: null } }, 1));
  await log.flush();
  await expect(log.writeMiners([storedMiner({ id: 'a' })])).rejects.toThrow('locked');
  const change: RecordedChange = { call: 'upsertMiners', args: [[storedMiner({ id: 'a' })]] };
  await expect(log.writeChange([], change)).rejects.toThrow('locked');
  expect([disk.written, disk.shown]).toEqual([[], []]);
  disk.works = true;
  await vi.advanceTimersByTimeAsync(5000);
  expect(disk.together).toEqual([['a', 'miner_found']]);
  expect(disk.shown).toHaveLength(1);
});
