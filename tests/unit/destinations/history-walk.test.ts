import { describe, expect, it } from 'vitest';
import type { OutgoingTask } from '../../../src-main/destinations/outgoing-task.ts';
import { nextReadings } from '../../../src-main/destinations/postgres/batches.ts';
import { nextBatch } from '../../../src-main/destinations/remote-write/batches.ts';
import type { DestinationPosition } from '../../../src-main/store/destination-records.ts';
import type { OutgoingHistory } from '../../../src-main/store/outgoing-history.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';

const HOUR = 490_000 * HOUR_MS;

/** A history without miners, with readings from `readingsAt` and slots from `slotsAt`. */
const historyOf = (readingsAt: number | null, slotsAt: number | null): OutgoingHistory =>
  ({
    together: (work: () => unknown) => work(),
    site: () => ({ id: 'north', name: null }),
    siteSums: () => [],
    firstAt: () => ({ readings: readingsAt, slots: slotsAt }),
    miners: () => [],
    fills: () => [],
  }) as unknown as OutgoingHistory;

const WALKS = { 'remote write': nextBatch, PostgreSQL: nextReadings };

/** The position of a walk after each of its batches, in minutes from the hour. */
function walked(
  walk: (typeof WALKS)[keyof typeof WALKS],
  history: OutgoingHistory,
  from: Partial<DestinationPosition>,
  upToAt: number,
): number[] {
  const destination = { sample_seconds: 60, since_at: null, created_at: HOUR };
  const task = { destination, upToAt, watchingSinceAt: null, statusMs: 15_000 } as OutgoingTask;
  // Slots that are sent separately are complete already.
  const tables = { at: HOUR, activity_id: 0, slots_at: upToAt, slots_key: 0 };
  let position: DestinationPosition = { at: HOUR, to: null, after_key: 0, fill_id: 0, tables, ...from };
  const ats: number[] = [];
  while (ats.length < 100) {
    const batch = walk(history, task, position);
    if (batch === null) break;
    position = batch.next;
    ats.push((position.at - HOUR) / MINUTE_MS);
  }
  expect(position.to).toBeNull();
  return ats;
}

describe.each(Object.entries(WALKS))('the walk through history by %s', (_, walk) => {
  it('ends a span that is half sent, also where the clock was set back a little meanwhile', () => {
    const half = { at: HOUR + 2 * MINUTE_MS, to: HOUR + 3 * MINUTE_MS, after_key: 700 };
    expect(walked(walk, historyOf(HOUR, null), half, HOUR + MINUTE_MS)).toEqual([3]);
  });

  it('goes hour by hour up to the moment of the task', () => {
    const upToAt = HOUR + 2 * HOUR_MS + 5 * MINUTE_MS;
    expect(walked(walk, historyOf(HOUR, null), {}, upToAt)).toEqual([60, 120, 125]);
    expect(walked(walk, historyOf(HOUR, null), { at: upToAt }, upToAt)).toEqual([]);
  });

  it('leaves out the time before anything was kept', () => {
    const upToAt = HOUR + 3 * HOUR_MS;
    expect(walked(walk, historyOf(HOUR + 2 * HOUR_MS + MINUTE_MS, null), {}, upToAt)).toEqual([180]);
    expect(walked(walk, historyOf(null, null), {}, upToAt).at(-1)).toBe(180);
  });
});
