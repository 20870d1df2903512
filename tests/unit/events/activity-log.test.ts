import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ActivityLog } from '../../../src-main/events/activity-log.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import type { ActivityEntry, NewActivityEntry } from '../../../src-shared/model/index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('keeps what cannot be written, in its order and not without end, and writes it when it can be', async () => {
  let works = false;
  const written: NewActivityEntry[] = [];
  const shown: ActivityEntry[] = [];
  const log = new ActivityLog(
    {
      recordActivity: async (entries) => {
        if (!works) throw new Error('locked');
        written.push(...entries);
        return entries.map((entry, id) => ({ ...entry, id }));
      },
    },
    systemClock,
    (entries) => shown.push(...entries),
    (error) => expect(error).toBeNull(),
  );
  const add = (message: string): void => log.add({ kind: 'app', level: 'info', miner_id: null, message });
  add('first');
  await log.flush();
  for (let i = 0; i < 1500; i++) add(`entry ${i}`);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(written).toEqual([]);
  works = true;
  await vi.advanceTimersByTimeAsync(5000);
  expect(written).toHaveLength(1000);
  expect([written[0]?.message, written.at(-1)?.message]).toEqual(['entry 500', 'entry 1499']);
  expect(shown).toHaveLength(1000);
});
