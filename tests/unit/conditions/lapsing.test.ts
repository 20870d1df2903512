import { describe, expect, it } from 'vitest';
import { deviceModel, JudgedMiner, pool, s19Board, s19Summary } from '../../fixtures/farm/judged-miner.ts';

const codes = (judged: JudgedMiner) => judged.conditions.map(({ code }) => code);

function miner(options = {}): JudgedMiner {
  return new JudgedMiner(options).device(deviceModel(76)).summary(s19Summary());
}

describe('a board that is at fault and no longer read', () => {
  it('is at fault until it is said that the boards are not read: there is no moment of nothing between', () => {
    const judged = miner().boards([s19Board(1), s19Board(2), s19Board(3, { rate: 0 })]);
    const failAt = [60, 120, 240];
    const seen = new Set<string>();
    for (let s = 15; s <= 300; s += 15) {
      judged.summary(s19Summary({}, undefined, s));
      if (failAt.includes(s)) judged.boardsFail('timed out');
      seen.add(codes(judged).join());
    }
    expect([...seen]).toEqual(['board_zero_hashrate', 'boards_unread']);
  });

  it('is not said to be unread after one failure that follows a pause of the program', () => {
    const judged = miner().boards([s19Board(1), s19Board(2), s19Board(3)]);
    judged.summary(s19Summary({}, undefined, 1), { afterS: 8 * 3600 }).boardsFail('timed out');
    judged.summary(s19Summary({}, undefined, 2));
    expect(codes(judged)).toEqual([]);
  });
});

describe('a preset that fell', () => {
  const low = {
    preset_switcher: { enabled: true },
    current_preset: { name: '2500', pretty: '2500 watt ~ 92 TH', status: 'tuned' },
  };

  it('counts by readings that follow each other, not by one before a pause and one after it', () => {
    const judged = miner({ presetSet: '3050' }).summary(s19Summary({}, undefined, 1), { perf: low });
    judged.summary(s19Summary({}, undefined, 2), { perf: low, afterS: 8 * 3600 });
    const sinceAt = judged.nowMs;
    for (let tick = 3; tick < 12; tick++) {
      expect(codes(judged)).toEqual([]);
      judged.summary(s19Summary({}, undefined, tick), { perf: low, afterS: 60 });
    }
    judged.summary(s19Summary({}, undefined, 12), { perf: low, afterS: 60 });
    expect(judged.conditions).toMatchObject([{ code: 'preset_fell', since_at: sinceAt }]);
  });

  it('counts no pause of the program either', () => {
    const judged = miner({ presetSet: '3050' })
      .summary(s19Summary({}, undefined, 1), { perf: low })
      .restart();
    judged.summary(s19Summary({}, undefined, 2), { perf: low, afterS: 8 * 3600 });
    expect(codes(judged)).toEqual([]);
  });
});

describe('a start that is tried again', () => {
  it.each([
    ['initializing', 'Restarting (1 of 3) - Miner initialization failed'],
    ['initializing', 'Restarting (2 of 3) - Chain break detected'],
    ['restarting', 'Restarting (1 of 3) - Miner initialization failed'],
  ])('is no protective stop: %s, %s', (miner_state, description) => {
    const judged = miner().summary(s19Summary({ miner_status: { miner_state, miner_state_time: 5, description } }, []));
    expect(judged.attention).toEqual([]);
  });

  it.each(['Initialization failed: no PSU', 'Water temperature too low'])(
    'is one where the firmware says that it does not start: %s',
    (description) => {
      const status = { miner_state: 'initializing', miner_state_time: 5, description };
      const judged = miner().summary(s19Summary({ miner_status: status }, []));
      expect(judged.attention).toEqual([`protective_stop: ${description}.`]);
    },
  );
});

describe('shares that were rejected', () => {
  const at = (tick: number, accepted: number, rejected: number) =>
    s19Summary({ pools: [pool(0, 'active', accepted, rejected)] }, undefined, tick);
  const rejecting = () =>
    miner()
      .summary(at(0, 100, 95))
      .summary(at(1, 153, 148));

  it('are said for half an hour, where the few shares since then are accepted', () => {
    const judged = rejecting();
    expect(judged.attention).toEqual(['shares_rejected: Half of its shares are rejected: 53 of the last 106.']);
    judged.summary(at(2, 158, 148), { afterS: 1700 });
    expect(judged.attention).toHaveLength(1);
    judged.summary(at(3, 159, 148), { afterS: 100 }).summary(at(4, 160, 148), { afterS: 60 });
    expect(judged.attention).toEqual([]);
  });

  it('are said for half an hour, where the miner shows no pool since then', () => {
    const judged = rejecting();
    for (let tick = 2; tick < 34; tick++) judged.summary(s19Summary({ pools: [] }, undefined, tick), { afterS: 60 });
    expect(judged.attention).toEqual([]);
  });

  it('are said for as long as those that follow are rejected, however few there are', () => {
    const judged = rejecting();
    for (let tick = 2; tick < 20; tick++) judged.summary(at(tick, 152 + tick, 147 + tick), { afterS: 300 });
    expect(judged.attention).toEqual(['shares_rejected: Half of its shares are rejected: 53 of the last 106.']);
  });

  it('are not carried on for hours by a window that has few new ones', () => {
    const judged = miner()
      .summary(at(0, 100, 95))
      .summary(at(1, 130, 125));
    expect(judged.attention).toEqual(['shares_rejected: Half of its shares are rejected: 30 of the last 60.']);
    for (let tick = 2; tick < 12; tick++) judged.summary(at(tick, 130 + tick, 125), { afterS: 400 });
    expect(judged.attention).toEqual([]);
  });
});
