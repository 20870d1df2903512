import { describe, expect, it } from 'vitest';
import { judgeAll } from '../../../src-main/conditions/condition-set.ts';
import { sincesOf } from '../../../src-main/conditions/condition-sources.ts';
import { CONDITION_CODES, conditionKind } from '../../../src-shared/condition-kinds.ts';
import { deviceModel, JudgedMiner, pool, s19Board, s19Summary } from '../../fixtures/farm/judged-miner.ts';

const inState = (miner_state: string, seconds: number, tick: number) =>
  s19Summary({ miner_status: { miner_state, miner_state_time: seconds } }, undefined, tick);
const sharing = (accepted: number, tick: number) =>
  s19Summary({ pools: [pool(0, 'active', accepted, 2)] }, undefined, tick);

function miner(): JudgedMiner {
  return new JudgedMiner().device(deviceModel(76)).summary(s19Summary());
}

describe('what is kept of a miner whose boards are never read', () => {
  it('has no beginning of restarts that are over, so that they do not come back with the program', () => {
    const judged = miner();
    for (let tick = 1; tick <= 5; tick++) {
      judged
        .summary(inState('restarting', 1, tick), { afterS: 60 })
        .summary(inState('mining', 100, tick), { afterS: 180 });
    }
    expect(judged.attention).toEqual(['restarting_often: Restarted 5 times within an hour.']);
    for (let i = 1; i <= 40; i++) judged.summary(inState('mining', 400 + i * 300, i), { afterS: 300 });
    expect(judged.attention).toEqual([]);
    expect(judged.sinces).toBeNull();
    judged.restart();
    expect(judged.attention).toEqual([]);
  });

  it('has none of missing shares either', () => {
    const judged = miner();
    for (let tick = 1; tick <= 20; tick++) judged.summary(sharing(1000, tick), { afterS: 60 });
    expect(judged.row.attention.map(({ code }) => code)).toEqual(['no_shares']);
    for (let tick = 21; tick <= 40; tick++) judged.summary(sharing(1000 + tick, tick), { afterS: 300 });
    expect(judged.sinces).toBeNull();
    judged.restart();
    expect(judged.attention).toEqual([]);
  });

  it('says on its row since when it is so, also after a restart of the program', () => {
    const judged = miner();
    for (let tick = 1; tick <= 20; tick++) judged.summary(sharing(1000, tick), { afterS: 60 });
    const since = judged.sinces?.['no_shares '];
    expect(since).toBeTypeOf('number');
    expect(judged.row.attention).toMatchObject([{ code: 'no_shares', since_at: since }]);
    judged.restart().summary(sharing(1000, 21), { afterS: 60 });
    expect(judged.row.attention).toMatchObject([{ code: 'no_shares', since_at: since }]);
  });

  it('has what its status has not judged yet, and no more what its status has seen to be over', () => {
    const judged = miner().boards([s19Board(1), s19Board(2), s19Board(3, { rate: 0 })]);
    judged.boards([s19Board(1), s19Board(2), s19Board(3)]).boards([s19Board(1), s19Board(2), s19Board(3, { rate: 0 })]);
    const known = judged.sinces;
    expect(Object.keys(known ?? {})).toEqual(['board_zero_hashrate 3']);
    judged
      .restart()
      .summary(inState('stopped', 5, 1))
      .summary(inState('mining', 5, 2));
    expect(judged.sinces).toEqual(known);
    judged.summary(inState('mining', 400, 3), { afterS: 400 });
    expect(judged.sinces).toEqual(known);
    judged.summary(s19Summary({}, [{}, {}, { rate: 0 }], 4)).summary(inState('mining', 430, 5));
    expect(judged.sinces).toBeNull();
  });
});

it('what only boards show is kept while they have not been read, and what only a status shows while that has not', () => {
  const known = Object.fromEntries(CONDITION_CODES.map((code) => [`${code} 1`, 5]));
  const read = judgeAll(null, [], 10);
  const keptBy = (source: 'status' | 'boards') => {
    const sets = source === 'boards' ? { status: read, boards: null } : { status: null, boards: read };
    return Object.keys(sincesOf(sets, sets, known) ?? {}).map((key) => key.split(' ')[0]);
  };
  for (const code of CONDITION_CODES) {
    const isOfChips = ['chips', 'sensors'].includes(conditionKind(code).part);
    expect([code, keptBy('boards').includes(code) || keptBy('status').includes(code)]).toEqual([code, true]);
    if (isOfChips) expect([code, keptBy('boards').includes(code)]).toEqual([code, true]);
  }
  expect(keptBy('boards')).not.toContain('no_shares');
  expect(keptBy('status')).not.toContain('chip_hot');
});

describe('what was there at the first reading', () => {
  const broken = (tick: number) => s19Summary({}, [{}, {}, { state: 'disconnected' }], tick);
  const unread = () => new JudgedMiner().device(deviceModel(76));
  const seenOf = (judged: JudgedMiner) =>
    judged.open.map(({ code, since_at, first_seen_at }) => [code, since_at, first_seen_at]);

  it('has no beginning, and says when it was first seen, also after a restart of the program', () => {
    const judged = unread().summary(broken(1));
    const seen = seenOf(judged);
    expect(seen).toContainEqual(['board_failed', null, judged.nowMs]);
    judged.summary(broken(2), { afterS: 3600 });
    expect(seenOf(judged)).toEqual(seen);
    judged.restart();
    expect(seenOf(judged)).toEqual(seen);
    judged.summary(broken(3), { afterS: 3600 });
    expect(seenOf(judged)).toEqual(seen);
  });

  it('is forgotten when it is over', () => {
    const judged = unread()
      .summary(broken(1))
      .restart()
      .summary(s19Summary({}, undefined, 2));
    expect(judged.open).toEqual([]);
    expect(judged.sinces).toBeNull();
    judged.summary(broken(3));
    expect(seenOf(judged)).toContainEqual(['board_failed', judged.nowMs, judged.nowMs]);
  });
});

describe('what was there before PowerHive started, and is judged some readings after that', () => {
  const sinceOf = (judged: JudgedMiner, code: string) => judged.open.find((one) => one.code === code)?.since_at;

  it('has its beginning still, where the unit says late how many chips it has', () => {
    const few = (tick: number) => s19Summary({}, [{}, {}, { chips: 57 }], tick);
    const judged = miner().summary(few(1)).summary(few(2));
    const before = sinceOf(judged, 'board_chips_missing');
    expect(before).toEqual(expect.any(Number));
    judged
      .restart()
      .summary(few(3))
      .boards([s19Board(1), s19Board(2), s19Board(3, { chips: 57 })])
      .summary(few(4));
    judged.device(deviceModel(76)).summary(few(5));
    expect(sinceOf(judged, 'board_chips_missing')).toBe(before);
    judged.boards([s19Board(1), s19Board(2), s19Board(3, { chips: 57 })]);
    expect(judged.open.map(({ code, since_at }) => [code, since_at])).toEqual([['board_chips_missing', before]]);
  });

  it('has it where something else is found first', () => {
    const slow = (seconds: number, tick: number) =>
      s19Summary(
        {
          miner_status: { miner_state: 'mining', miner_state_time: seconds },
          chip_temp: { min: 58, max: 95 },
          hr_realtime: 60_000 + tick,
        },
        undefined,
        tick,
      );
    const judged = miner().summary(slow(3600, 1)).summary(slow(3615, 2));
    const before = sinceOf(judged, 'low_hashrate');
    expect(before).toEqual(expect.any(Number));
    judged.summary(slow(5, 3)).restart();
    expect(judged.conditions.map(({ code }) => code)).toEqual(['hot']);
    judged.summary(slow(20, 4)).summary(slow(400, 5), { afterS: 380 });
    expect(sinceOf(judged, 'low_hashrate')).toBe(before);
    judged.summary(s19Summary({}, undefined, 6));
    expect(judged.sinces).toBeNull();
  });
});
