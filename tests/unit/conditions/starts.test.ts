import { describe, expect, it } from 'vitest';
import {
  FROZEN_AFTER_MS,
  NO_SHARES_MS,
  STUCK_STARTING_MS,
  STUCK_TUNING_MS,
  TUNING_WITHOUT_HASHRATE_MS,
} from '../../../src-shared/judging/thresholds.ts';
import { deviceModel, JudgedMiner, pool, s19Summary } from '../../fixtures/farm/judged-miner.ts';

const inState = (miner_state: string, seconds = 5, tick = 0) =>
  s19Summary({ miner_status: { miner_state, miner_state_time: seconds } }, [{}, {}, {}], tick);
const STEP_S = 300;

function miner(): JudgedMiner {
  return new JudgedMiner().device(deviceModel(76, 3)).summary(s19Summary());
}

describe('a miner that does not come up', () => {
  it.each([
    ['initializing', STUCK_STARTING_MS, 'Still starting'],
    ['auto-tuning', STUCK_TUNING_MS, 'Still tuning'],
  ])('is reported once it has been %s for too long, and not before', (state, limitMs, words) => {
    const judged = miner();
    judged.summary(inState(state));
    for (let pastS = 0; pastS + STEP_S < limitMs / 1000; pastS += STEP_S) {
      judged.summary(inState(state, 5, pastS), { afterS: STEP_S });
      expect(judged.attention).toEqual([]);
    }
    judged.summary(inState(state), { afterS: STEP_S });
    expect(judged.attention).toEqual([expect.stringContaining(`start_stuck: ${words} since`)]);
    judged.summary(s19Summary(), { afterS: STEP_S });
    expect(judged.attention).toEqual([]);
  });

  it('says what the firmware says of it', () => {
    const judged = miner();
    const description = 'Restarting (2 of 3) - Chain break detected';
    const restarting = s19Summary(
      { miner_status: { miner_state: 'restarting', miner_state_time: 5, description } },
      [],
    );
    for (let s = 0; s <= STUCK_STARTING_MS / 1000; s += STEP_S) judged.summary(restarting, { afterS: STEP_S });
    expect(judged.attention).toEqual([
      expect.stringMatching(/^start_stuck: Still starting since .*: Restarting \(2 of 3\)/),
    ]);
  });

  it('is not reported for a time in which nothing was read', () => {
    const judged = miner().summary(inState('starting'));
    judged.summary(inState('starting'), { afterS: 2 * (STUCK_STARTING_MS / 1000) });
    expect(judged.attention).toEqual([]);
  });

  it('is still so, since the same moment, after PowerHive has started again', () => {
    const judged = miner().summary(inState('starting'));
    const { nowMs } = judged;
    for (let past = 0; past < STUCK_STARTING_MS / 1000; past += STEP_S) {
      judged.summary(inState('starting'), { afterS: STEP_S });
    }
    const before = judged.attention;
    expect(before).toHaveLength(1);
    judged.restart();
    expect(judged.attention).toEqual(before);
    judged.summary(inState('starting'), { afterS: 3600 });
    expect(judged.conditions.find(({ code }) => code === 'start_stuck')?.since_at).toBe(nowMs);
    judged.summary(s19Summary(), { afterS: STEP_S });
    expect(judged.attention).toEqual([]);
  });

  it('restarts often still after PowerHive has started again, for an hour at most', () => {
    const judged = miner();
    for (let start = 1; start <= 4; start++) {
      judged.summary(inState('restarting'), { afterS: 120 });
      judged.summary(inState('mining', 10, start), { afterS: 240 });
    }
    judged.restart().summary(inState('mining', 25, 5), { afterS: 15 });
    expect(judged.attention).toEqual(['restarting_often: Restarted 3 times or more within an hour.']);
    judged.summary(inState('mining', 3600, 6), { afterS: 3600 });
    expect(judged.attention).toEqual([]);
  });

  it('is reported where it begins to mine a third time within an hour, until an hour has passed', () => {
    const judged = miner();
    for (let start = 1; start <= 4; start++) {
      judged.summary(inState('restarting'), { afterS: 120 });
      const often = judged.conditions.filter(({ code }) => code === 'restarting_often');
      expect(often).toHaveLength(start >= 3 ? 1 : 0);
      judged.summary(inState('mining', 10, start), { afterS: 240 });
    }
    expect(judged.attention).toEqual(['restarting_often: Restarted 4 times within an hour.']);
    judged.summary(inState('mining', 3600, 9), { afterS: 3600 });
    expect(judged.attention).toEqual([]);
  });
});

it('a miner that jobs restart does not restart often', () => {
  const judged = miner();
  for (let start = 1; start <= 4; start++) {
    judged.ordered().summary(inState('restarting'), { afterS: 120 });
    judged.summary(inState('mining', 10, start), { afterS: 240 });
  }
  expect(judged.attention).toEqual([]);
  for (let start = 5; start <= 7; start++) {
    judged.summary(inState('mining', 700, start), { afterS: 700 }).summary(inState('restarting'), { afterS: 120 });
    judged.summary(inState('mining', 10, start + 10), { afterS: 240 });
  }
  expect(judged.attention).toEqual(['restarting_often: Restarted 3 times within an hour.']);
});

describe('a miner whose state clock goes back while it hashes', () => {
  /** Four times; `preset` is what is read a status later. */
  const often = (preset: (step: number) => string): JudgedMiner => {
    const judged = miner();
    for (let step = 1; step <= 4; step++) {
      judged.summary(inState('mining', 600, step * 10), { afterS: 300 });
      judged.summary(inState('mining', 5, step * 10 + 1), { afterS: 15 });
      const perf = { current_preset: { name: preset(step), pretty: preset(step), status: 'tuned' } };
      judged.summary(inState('mining', 20, step * 10 + 2), { afterS: 15, perf });
      judged.summary(inState('mining', 140, step * 10 + 3), { afterS: 120 });
    }
    return judged;
  };

  it('restarts often, once it is known that no other preset explains it', () => {
    // The first time it goes back from that of the miner before.
    expect(often(() => '3050').attention).toEqual(['restarting_often: Restarted 5 times within an hour.']);
  });

  it('does not where its preset switcher changes the preset each time, as after a start on a hot day', () => {
    expect(often((step) => String(3050 - step * 50)).attention).toEqual([]);
  });
});

describe('a miner of whose work nothing is accepted', () => {
  const sharing = (accepted: number, tick: number) =>
    s19Summary({ pools: [pool(0, 'active', accepted, 0)] }, [{}, {}, {}], tick);

  it('is reported after ten minutes, and no more with the next share', () => {
    const judged = miner().summary(sharing(1000, 1));
    for (let past = 60, tick = 2; past < NO_SHARES_MS / 1000; past += 60, tick++) {
      judged.summary(sharing(1000, tick), { afterS: 60 });
      expect(judged.attention).toEqual([]);
    }
    judged.summary(sharing(1000, 20), { afterS: 60 });
    expect(judged.attention).toEqual([expect.stringContaining('no_shares: No share accepted since')]);
    judged.summary(sharing(1001, 21), { afterS: 60 });
    expect(judged.attention).toEqual([]);
  });

  it('is still so after PowerHive has started again, until the next share', () => {
    const judged = miner().summary(sharing(1000, 1));
    const sinceAt = () => judged.conditions.find(({ code }) => code === 'no_shares')?.since_at ?? null;
    for (let past = 0, tick = 2; past < NO_SHARES_MS / 1000; past += 60, tick++) {
      judged.summary(sharing(1000, tick), { afterS: 60 });
    }
    const before = sinceAt();
    expect(before).not.toBeNull();
    judged.restart().summary(sharing(1000, 20), { afterS: 60 });
    expect(sinceAt()).toBe(before);
    judged.summary(sharing(1001, 21), { afterS: 60 });
    expect(judged.attention).toEqual([]);
  });

  it('is not where the pools do not count', () => {
    const silent = (tick: number) =>
      s19Summary({ pools: [{ ...pool(0, 'active', 1, 0), accepted: null }] }, [{}, {}, {}], tick);
    const judged = miner().summary(silent(1));
    for (let tick = 2; tick < 20; tick++) judged.summary(silent(tick), { afterS: 60 });
    expect(judged.attention).toEqual([]);
  });
});

describe('a miner that tunes', () => {
  const sharing = (accepted: number, tick: number) =>
    s19Summary(
      {
        miner_status: { miner_state: 'auto-tuning', miner_state_time: 1000 + tick * 60 },
        pools: [pool(0, 'active', accepted, 0)],
      },
      undefined,
      tick,
    );

  it('restarts often where it starts again and again within an hour', () => {
    const judged = miner();
    for (let start = 1; start <= 4; start++) {
      judged.summary(inState('auto-tuning', 100, start), { afterS: 180 });
      judged.summary(inState('restarting'), { afterS: 60 }).summary(inState('initializing'), { afterS: 60 });
    }
    judged.summary(inState('auto-tuning', 100, 9), { afterS: 180 });
    expect(judged.attention).toEqual(['restarting_often: Restarted 4 times within an hour.']);
  });

  it('does not restart where only the clock of its state goes back: firmware means that one of mining alone', () => {
    const judged = miner();
    for (let i = 1; i <= 8; i++) judged.summary(inState('auto-tuning', 100 - i, i), { afterS: 180 });
    expect(judged.attention).toEqual([]);
  });

  it('is reported where none of its shares is accepted for ten minutes', () => {
    const judged = miner().summary(sharing(1000, 0));
    for (let past = 60; past < NO_SHARES_MS / 1000; past += 60) {
      judged.summary(sharing(1000, past / 60), { afterS: 60 });
      expect(judged.attention).toEqual([]);
    }
    judged.summary(sharing(1000, 10), { afterS: 60 });
    expect(judged.attention).toEqual([expect.stringContaining('no_shares: No share accepted since')]);
    judged.summary(sharing(1001, 11), { afterS: 60 });
    expect(judged.attention).toEqual([]);
  });

  it('is reported where its figures stand still, and is not taken to be fresh', () => {
    const judged = miner().summary(sharing(1000, 0));
    const sinceAt = judged.nowMs;
    for (let past = 60; past <= FROZEN_AFTER_MS / 1000; past += 60) {
      judged.summary(s19Summary(frozenTuning(past), undefined, 0), { afterS: 60 });
    }
    expect(judged.conditions).toMatchObject([{ code: 'figures_frozen', since_at: sinceAt }]);
    expect(judged.row.figures_unchanged_since_at).toBe(sinceAt);
    judged.summary(sharing(1003, 13), { afterS: 60 });
    expect(judged.attention).toEqual([]);
  });

  const atRate = (hr_realtime: number, past: number) =>
    s19Summary(
      { miner_status: { miner_state: 'auto-tuning', miner_state_time: 1000 + past }, hr_realtime, hr_average: 0 },
      undefined,
      past / 60,
    );

  it('is reported where it hashes nothing for a quarter of an hour, and not for a shorter time or a low rate', () => {
    const judged = miner();
    for (let past = 0; past < 3600; past += 60) judged.summary(atRate(300, past), { afterS: 60 });
    expect(judged.attention).toEqual([]);
    const sinceAt = judged.nowMs + 60_000;
    for (let past = 0; past < TUNING_WITHOUT_HASHRATE_MS / 1000; past += 60) {
      judged.summary(atRate(0, past), { afterS: 60 });
      expect(judged.attention).toEqual([]);
    }
    judged.summary(atRate(0, 7200), { afterS: 60 });
    expect(judged.attention).toEqual([expect.stringMatching(/^not_hashing: Tuning, but 0 TH\/s since .*\.$/)]);
    expect(judged.conditions).toMatchObject([{ code: 'miner_zero_hashrate', since_at: sinceAt, value: 0 }]);
    judged.restart().summary(atRate(0, 7260), { afterS: 60 });
    expect(judged.conditions).toMatchObject([{ code: 'miner_zero_hashrate', since_at: sinceAt }]);
    judged.summary(atRate(40_000, 7320), { afterS: 60 });
    expect(judged.open).toEqual([]);
  });

  it('that did not hash before it tuned does so still, until it hashes', () => {
    const judged = miner();
    const zero = s19Summary({ hr_realtime: 0 }, undefined, 1);
    const sinceAt = judged.summary(zero).nowMs;
    for (let past = 0; past <= 300; past += 60) judged.summary(atRate(0, past), { afterS: 60 });
    expect(judged.open).toMatchObject([{ code: 'miner_zero_hashrate', since_at: sinceAt }]);
    for (let past = 360; past <= 1800; past += 60) judged.summary(atRate(0, past), { afterS: 60 });
    expect(judged.conditions).toMatchObject([{ code: 'miner_zero_hashrate', since_at: sinceAt }]);
    judged.summary(atRate(40_000, 1860), { afterS: 60 });
    expect(judged.open).toEqual([]);
  });

  it('says nothing of a time in which nothing was read', () => {
    const judged = miner().summary(atRate(0, 0)).summary(atRate(0, 3600), { afterS: 3600 });
    expect(judged.attention).toEqual([]);
  });

  const frozenTuning = (past: number) => ({
    miner_status: { miner_state: 'auto-tuning', miner_state_time: 1000 + past },
    pools: [pool(0, 'active', 1000, 0)],
  });
});

describe('a miner that restarts often', () => {
  it('still does so while it says that it failed, or why it stopped', () => {
    const judged = miner();
    for (let start = 1; start <= 4; start++) {
      judged.summary(inState('restarting'), { afterS: 60 });
      judged.summary(inState('mining', 10, start), { afterS: 240 });
    }
    const since = () => judged.open.find(({ code }) => code === 'restarting_often')?.since_at;
    const before = since();
    expect(before).toEqual(expect.any(Number));
    const stopped = { miner_state: 'stopped', miner_state_time: 1, description: 'Water temperature too low' };
    for (const status of [{ miner_state: 'failure', miner_state_time: 1 }, stopped]) {
      judged.summary(s19Summary({ miner_status: status }, []));
      expect(since()).toBe(before);
      judged.summary(inState('restarting'));
      expect(since()).toBe(before);
    }
  });
});
