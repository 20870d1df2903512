import { expect, it } from 'vitest';
import { EarlyBoards, hintsAtBoards } from '../../../src-main/polling/early-boards.ts';
import type { StatusFigures } from '../../../src-shared/model/index.ts';
import { figures, statusRecord, storedMiner } from '../../fixtures/farm/fleet-entries.ts';
import { deviceModel, JudgedMiner, s19Board, s19Summary } from '../../fixtures/farm/judged-miner.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const [board] = statusRecord().chains;
if (board === undefined) throw new Error('There is no board.');
const read = (changes: readonly Partial<typeof board>[] = [{}, {}, {}], state: StatusFigures['state'] = 'mining') => ({
  figures: figures({ state }),
  chains: changes.map((change, i) => ({ ...board, chain_id: i + 1, chips_red: 1, ...change })),
});

it.each([
  ['nothing changed', read(), read(), false],
  ['there is none to compare with', null, read(), false],
  ['a board is gone', read(), read([{}, {}]), true],
  ['a board is another one', read(), read([{}, {}, { chain_id: 4 }]), true],
  ['a board failed', read(), read([{}, { state: 'failure' }, {}]), true],
  ['more chips are bad', read(), read([{}, {}, { chips_red: 2 }]), true],
  ['fewer chips are bad', read(), read([{}, {}, { chips_red: 0 }]), false],
  ['the miner has started', read([], 'starting'), read(), false],
  ['the miner has stopped', read(), read([], 'stopped'), false],
])('a status hints at its boards, or not: %s', (_, before, after, hints) => {
  expect(hintsAtBoards(before, after)).toBe(hints);
});

it('boards of a whole farm are not read at once, and none while polls are late', () => {
  const clock = new ManualClock();
  const asked: string[] = [];
  const early = new EarlyBoards(clock, (id) => asked.push(id));
  const all = (isBehind: boolean): void => {
    for (let i = 0; i < 1000; i++) early.statusRead(`miner-${i}`, read(), read([{}, {}]), isBehind);
  };
  all(false);
  expect(asked).toHaveLength(10);
  clock.elapse(1000);
  all(true);
  expect(asked).toHaveLength(10);
  all(false);
  expect(asked).toHaveLength(20);
});

it('a board is missing once both lists lack it, and not only with the status after that', () => {
  const missing = (): readonly string[] => miner.attention.filter((words) => words.startsWith('board_missing'));
  const boards = (...ids: number[]): JudgedMiner => miner.boards(ids.map((id) => s19Board(id)));
  const miner = new JudgedMiner().device(deviceModel(76)).summary(s19Summary());
  boards(1, 2, 3);
  miner.summary(s19Summary({}, [{}, {}], 1));
  expect(missing()).toEqual([]);
  boards(1, 2);
  expect(missing()).toEqual(['board_missing: Board 3 of 3 is missing.']);
  boards(1, 2, 3);
  expect(missing()).toEqual([]);
});

it('an offline miner is so since its first failed poll after it was last seen, if this computer could always poll it', async () => {
  const clock = new ManualClock();
  const miner = storedMiner({ last_seen_at: clock.nowMs() });
  const fleet = await memoryFleet(clock, [miner]);
  const since = (): number | null => fleet.miner(miner.id)?.offline_since_at ?? null;
  const back = (): void => {
    const info = { mac: miner.id, model_alias: 's19jpro' };
    fleet.upsertSeen(miner.id, miner.ip ?? '', { kind: 'vnish', info } as never);
  };
  clock.elapse(15_000);
  const failedAt = clock.nowMs();
  clock.elapse(5000);
  fleet.readings.pollFailed(miner.id, 'timed out', null, failedAt);
  clock.elapse(20_000);
  fleet.readings.pollFailed(miner.id, 'timed out', null, clock.nowMs());
  clock.elapse(5000);
  fleet.markOffline(miner.id);
  expect(since()).toBe(failedAt);

  back();
  fleet.readings.pollFailed(miner.id, 'timed out', null, clock.nowMs());
  clock.elapse(60_000);
  // It still answers scans.
  back();
  clock.elapse(30_000);
  fleet.markOffline(miner.id);
  expect(since()).toBe(clock.nowMs());

  back();
  fleet.readings.pollFailed(miner.id, 'timed out', null, clock.nowMs());
  clock.elapse(60_000);
  fleet.readings.pollNotTried(miner.id, 'no network', null);
  clock.elapse(60_000);
  fleet.markOffline(miner.id);
  expect(since()).toBe(clock.nowMs());
});
