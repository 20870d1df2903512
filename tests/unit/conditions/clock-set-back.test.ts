import { describe, expect, it } from 'vitest';
import { FROZEN_AFTER_MS, NO_SHARES_MS, STUCK_STARTING_MS } from '../../../src-shared/judging/thresholds.ts';
import { DAY_MS, HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { deviceModel, JudgedMiner, pool, s19Board, s19Summary } from '../../fixtures/farm/judged-miner.ts';

const codes = (judged: JudgedMiner) => judged.conditions.map(({ code }) => code);
const THIRD_SILENT = [s19Board(1), s19Board(2), s19Board(3, { rate: 0 })];

function miner(): JudgedMiner {
  return new JudgedMiner().device(deviceModel(76)).summary(s19Summary());
}

/** Sets the clock of this computer back between two readings. */
function setBack(judged: JudgedMiner, ms: number): JudgedMiner {
  judged.nowMs -= ms;
  return judged;
}

describe('after the clock was set back', () => {
  it.each(['a status', 'the boards'])('what is read of boards grows old as ever, whether first %s comes', (first) => {
    const judged = setBack(miner().boards(THIRD_SILENT), DAY_MS);
    if (first === 'the boards') judged.boards(THIRD_SILENT);
    judged.summary(s19Summary({}, undefined, 1));
    expect(codes(judged)).toEqual(['board_zero_hashrate']);
    for (let tick = 2; tick <= 6; tick++) {
      judged.summary(s19Summary({}, undefined, tick), { afterS: 60 }).boardsFail('timeout');
    }
    expect(codes(judged)).toEqual(['boards_unread']);
    expect(judged.conditions[0]?.since_at).toBeLessThan(judged.nowMs);
  });

  it('a start that does not end is found', () => {
    const starting = (tick: number) =>
      s19Summary({ miner_status: { miner_state: 'initializing', miner_state_time: 5 } }, undefined, tick);
    const judged = setBack(miner().summary(starting(0)), 3 * HOUR_MS);
    for (let past = 0; past <= STUCK_STARTING_MS; past += 300_000) judged.summary(starting(past), { afterS: 300 });
    expect(codes(judged)).toEqual(['start_stuck']);
    expect(judged.conditions[0]?.since_at).toBe(judged.nowMs - STUCK_STARTING_MS);
  });

  it('figures that stand still are found', () => {
    const judged = setBack(miner(), 3 * HOUR_MS);
    for (let past = 0; past <= FROZEN_AFTER_MS; past += 300_000) judged.summary(s19Summary(), { afterS: 300 });
    expect(codes(judged)).toEqual(['figures_frozen']);
  });

  it('missing shares are found', () => {
    const sharing = (tick: number) => s19Summary({ pools: [pool(0, 'active', 1000, 2)] }, undefined, tick);
    const judged = setBack(miner().summary(sharing(0)), 3 * HOUR_MS);
    for (let tick = 1; tick <= NO_SHARES_MS / 60_000 + 1; tick++) judged.summary(sharing(tick), { afterS: 60 });
    expect(codes(judged)).toEqual(['no_shares']);
  });

  it('restarts that are an hour old are over', () => {
    const inState = (miner_state: string, seconds: number, tick: number) =>
      s19Summary({ miner_status: { miner_state, miner_state_time: seconds } }, undefined, tick);
    const judged = miner();
    for (let tick = 1; tick <= 4; tick++) {
      judged
        .summary(inState('restarting', 1, tick), { afterS: 60 })
        .summary(inState('mining', 100, tick), { afterS: 180 });
    }
    setBack(judged, DAY_MS).summary(inState('mining', 200, 5));
    expect(codes(judged)).toEqual(['restarting_often']);
    for (let tick = 6; tick <= 17; tick++) judged.summary(inState('mining', tick * 300, tick), { afterS: 300 });
    expect(codes(judged)).toEqual([]);
  });

  it('what is wrong began as long ago as before, and does not end', () => {
    const judged = miner().summary(s19Summary({}, [{}, {}], 1));
    const sinceAt = () => judged.open.find(({ code }) => code === 'board_missing')?.since_at;
    judged.summary(s19Summary({}, [{}, {}], 2), { afterS: 600 });
    expect(sinceAt()).toBe(judged.nowMs - 600_000);
    setBack(judged, DAY_MS).summary(s19Summary({}, [{}, {}], 3));
    // As far as known, no time has passed: the previous reading counts as of now.
    expect(sinceAt()).toBe(judged.nowMs - 600_000);
  });
});
