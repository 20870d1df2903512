import { expect, it, onTestFinished } from 'vitest';
import { MonitoringRecord } from '../../../src-main/recording/monitoring-record.ts';
import type { MonitoredNow } from '../../../src-main/store/queries/history/monitored-queries.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const START = 1_700_000_000_000;

/** A record on a clock of its own; `seen` is what was written, in seconds since the start. */
function record(isStored: (minerIds: readonly string[]) => boolean = () => true) {
  const clock = new ManualClock(START);
  const now = { isWatching: true, ids: ['a', 'b'] as readonly string[] };
  const seen: { at: number; watchedFrom: number | null; ids: readonly string[] | null }[] = [];
  const { loop } = new MonitoringRecord({
    clock,
    isWatching: () => now.isWatching,
    monitored: () => now.ids,
    onError: (error) => expect.unreachable(String(error)),
    store: {
      recordMonitored: async ({ at, watchedFrom, minerIds }: MonitoredNow) => {
        const seconds = (ms: number) => (ms - START) / 1000;
        seen.push({ at: seconds(at), watchedFrom: watchedFrom === null ? null : seconds(watchedFrom), ids: minerIds });
        return minerIds === null || isStored(minerIds);
      },
    },
  });
  onTestFinished(() => loop.stop());
  const pass = async (seconds: number) => {
    await clock.advance(seconds * 1000);
  };
  return { clock, now, seen, loop, pass };
}

it('writes the miners once, and prolongs the time in which PowerHive monitors', async () => {
  const { now, seen, loop, pass } = record();
  loop.start();
  await pass(0);
  await pass(15);
  now.ids = ['a'];
  await pass(15);
  expect(seen).toEqual([
    { at: 0, watchedFrom: 0, ids: ['a', 'b'] },
    { at: 15, watchedFrom: 0, ids: null },
    { at: 30, watchedFrom: 0, ids: ['a'] },
  ]);
});

it('begins a new time after a pause, and after a clock that was set back', async () => {
  const { clock, now, seen, loop, pass } = record();
  loop.start();
  await pass(0);
  now.isWatching = false;
  await pass(15);
  now.isWatching = true;
  await pass(15);
  await pass(15);
  clock.setBack(20_000);
  await pass(15);
  expect(seen.map(({ watchedFrom }) => watchedFrom)).toEqual([0, null, 30, 30, 40]);
});

it('writes the miners again until all of them are in the database', async () => {
  let stored = ['a'];
  const { seen, loop, pass } = record((ids) => ids.length === stored.length);
  loop.start();
  await pass(0);
  await pass(15);
  stored = ['a', 'b'];
  await pass(15);
  await pass(15);
  expect(seen.map(({ ids }) => ids?.length ?? null)).toEqual([2, 2, 2, null]);
});
