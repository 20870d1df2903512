import { expect, it } from 'vitest';
import { HistoryWriter } from '../../../src-main/recording/history-writer.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { aStatus, T0 } from '../store/farm-fixture.ts';

/** A store that responds when the test allows it. */
function heldStore() {
  const held: { resolve: (ids: number[]) => void; reject: (error: Error) => void }[] = [];
  const state = { trouble: null as string | null, asked: 0 };
  return {
    state,
    held,
    store: {
      recordMinerStatuses: () => {
        state.asked += 1;
        return new Promise<number[]>((resolve, reject) => held.push({ resolve, reject }));
      },
      recordTelemetry: async () => undefined,
      writeTrouble: () => state.trouble,
    },
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('returns the id of what is on disk, and never rejects', async () => {
  const { store, held } = heldStore();
  const history = new HistoryWriter({ store, clock: new ManualClock() });
  const ids: number[] = [];
  history.status(aStatus(1, T0), (id) => ids.push(id));
  history.status(aStatus(1, T0 + 1), (id) => ids.push(id));
  held[0]?.resolve([7]);
  held[1]?.reject(new Error('no'));
  await history.idle();
  expect(ids).toEqual([7]);
  expect(history.dropped).toBe(1);
});

it('keeps only so much in memory while the database refuses, counts the rest, and tries one from time to time', async () => {
  const { store, state, held } = heldStore();
  const clock = new ManualClock();
  const history = new HistoryWriter({ store, clock });
  const add = (count: number): void => {
    for (let i = 0; i < count; i++) history.status(aStatus(1, T0 + i), () => undefined);
  };
  add(10_000);
  expect(state.asked).toBe(64);
  expect(history.dropped).toBe(10_000 - 64 - 4096);

  state.trouble = 'The disk is gone';
  for (const { reject } of held.splice(0)) reject(new Error('gone'));
  await history.idle();
  expect(state.asked).toBe(64);
  expect(history.dropped).toBe(10_000);

  add(100);
  expect(state.asked).toBe(64);
  await clock.advance(2000);
  add(100);
  expect(state.asked).toBe(65);
  state.trouble = null;
  held.splice(0).at(0)?.resolve([1]);
  await turn();
  add(10);
  expect(state.asked).toBe(75);
  expect(history.dropped).toBe(10_000 + 199);
  for (const { resolve } of held) resolve([1]);
  await history.idle();
});

it('keeps nothing while nothing is recorded', async () => {
  const { store, state } = heldStore();
  const history = new HistoryWriter({ store, clock: new ManualClock() });
  history.setRecording(false);
  history.status(aStatus(1, T0), () => undefined);
  expect([state.asked, history.dropped]).toEqual([0, 0]);
});

it('writes a reading of a miner that was just found when the miner itself is in the database', async () => {
  const { store, state, held } = heldStore();
  const history = new HistoryWriter({ store, clock: new ManualClock() });
  const saved = Promise.withResolvers<void>();
  history.status(
    aStatus(1, T0),
    () => undefined,
    () => saved.promise,
  );
  await turn();
  expect(state.asked).toBe(0);
  saved.resolve();
  await turn();
  expect(state.asked).toBe(1);
  held[0]?.resolve([1]);
  await history.idle();
  expect(history.dropped).toBe(0);
});

it('still knows of the readings that are with the store when another one fails', async () => {
  const { store, state, held } = heldStore();
  const history = new HistoryWriter({ store, clock: new ManualClock() });
  for (let i = 0; i < 3; i++) history.status(aStatus(1, T0 + i), () => undefined);
  state.trouble = 'The disk is gone';
  held[1]?.reject(new Error('gone'));
  await turn();
  expect(history.oldestUnwrittenAt()).toBe(T0);
  held[0]?.resolve([1]);
  await turn();
  expect(history.oldestUnwrittenAt()).toBe(T0 + 2);
  held[2]?.resolve([2]);
  await history.idle();
  expect(history.oldestUnwrittenAt()).toBeNull();
});

it('names the time of which the statuses of a miner could not be written, once one is written again', async () => {
  const { store, state, held } = heldStore();
  const missed: unknown[] = [];
  const onMissed = (...args: unknown[]): void => void missed.push(args);
  const history = new HistoryWriter({ store, clock: new ManualClock(), onMissed });
  const read = (n: number, at: number) => history.status(aStatus(n, at), () => undefined);
  const answer = async (fails: boolean): Promise<void> => {
    for (const { resolve, reject } of held.splice(0)) fails ? reject(new Error('full')) : resolve([1]);
    await history.idle();
  };
  // Not recorded, because the disk is nearly full.
  history.setRecording(false);
  read(1, T0);
  read(1, T0 + 15_000);
  history.setRecording(true);
  // Refused by the database, and then dropped because it refuses.
  read(2, T0 + 20_000);
  state.trouble = 'The disk is full';
  await answer(true);
  read(2, T0 + 35_000);
  expect(missed).toEqual([]);
  state.trouble = null;
  for (const n of [1, 2, 3]) read(n, T0 + 60_000);
  await answer(false);
  read(1, T0 + 75_000);
  await answer(false);
  const [one, two] = [aStatus(1, T0).miner_id, aStatus(2, T0).miner_id];
  expect(missed).toEqual([
    [one, T0, T0 + 60_000],
    [two, T0 + 20_000, T0 + 60_000],
  ]);
});
