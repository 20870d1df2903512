import { describe, expect, it } from 'vitest';
import { countAnomalies } from '../../../src-main/conditions/anomalies.ts';
import { changedConditions } from '../../../src-main/conditions/changed-conditions.ts';
import { conditionEvents } from '../../../src-main/conditions/condition-events.ts';
import { conditionsOf } from '../../../src-main/conditions/current-conditions.ts';
import { CONDITION_CODES, conditionKind, conditionRank } from '../../../src-shared/condition-kinds.ts';
import { isAboveMaxPreset } from '../../../src-shared/judging/max-preset.ts';
import { HOLD_MS } from '../../../src-shared/judging/thresholds.ts';
import { Anomaly, Condition, type FarmEvent, MinerDetail, Problem } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import {
  entry,
  deviceModel as fleetDevice,
  statusRecord,
  storedMiner,
  storedModel,
} from '../../fixtures/farm/fleet-entries.ts';
import { deviceModel, JudgedMiner, S19, s19Board, s19Summary, TWO_O_CLOCK } from '../../fixtures/farm/judged-miner.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const READ = { isRead: true, telemetryMs: 60_000, atItsAddress: null };
const codes = (conditions: readonly Condition[]) => conditions.map(({ code }) => code);
const NOTHING = { miner: null };
const HELD_S = (HOLD_MS.figures_missing ?? 0) / 1000;

describe('the closed list of conditions', () => {
  it('says of each what it is called and means, and gives no two the same words on a row', () => {
    const rows = CONDITION_CODES.flatMap((code) => conditionKind(code).row ?? []);
    expect(new Set(rows.map(({ attention }) => attention)).size).toBe(rows.length);
    expect(new Set(rows.map(({ word }) => word)).size).toBe(rows.length);
    for (const code of CONDITION_CODES) {
      const { title, means } = conditionKind(code);
      expect(title).toMatch(/^[A-Z][^.]+$/);
      expect(means).toMatch(/^[A-Z].+\.$/);
    }
  });

  it('has every code of the list of anomalies, and a place among the causes for each', () => {
    for (const code of Anomaly.shape.code.options) expect(CONDITION_CODES).toContain(code);
    expect(CONDITION_CODES.map(conditionRank)).toEqual(CONDITION_CODES.map((_, rank) => rank));
  });
});

describe('a miner that answers without figures', () => {
  const absurd = { hr_realtime: -3, hr_average: -3, instant_hashrate: -3 };
  const negative = s19Summary(absurd, [{ rate: -1 }, { rate: -1 }]);
  const warming = { miner_status: { miner_state: 'warming-up', miner_state_time: 3600 } };
  const inOtherState = s19Summary({ ...absurd, ...warming }, [{ rate: -1 }, { rate: -1 }]);

  it.each([
    ['a summary that says miner: null', NOTHING, 'Responds, but reports nothing about mining'],
    ['rates below zero', negative, 'Mining, but without a possible hash rate'],
    ['the same in another state', inOtherState, 'State "warming-up", but without a possible hash rate'],
  ])('is wrong once it has done so for a while: %s', (_, payload, message) => {
    const miner = new JudgedMiner().device(deviceModel(76, 2)).summary(s19Summary()).summary(payload);
    const sinceAt = miner.nowMs;
    miner.summary(payload, { afterS: HELD_S - 1 });
    expect(miner.conditions).toEqual([]);
    miner.summary(payload, { afterS: 1 });
    expect(miner.attention).toEqual([`figures_missing: ${message}.`]);
    expect(miner.found).toEqual([`figures_missing: ${message}`]);
    expect(miner.anomalies).toMatchObject([{ severity: 'critical', since_at: sinceAt, chain_id: null }]);
    expect(miner.state).toMatchObject({ word: 'no figures' });
    miner.summary(s19Summary());
    expect(miner.conditions).toEqual([]);
  });

  it('is not for one reading, however often that happens', () => {
    const miner = new JudgedMiner().summary(s19Summary());
    for (let tick = 0; tick < 20; tick++) {
      miner.summary(NOTHING, { afterS: HELD_S / 2 }).summary(s19Summary({}, undefined, tick));
      expect(miner.conditions).toEqual([]);
    }
  });

  it('is not while it starts, is stopped, or nobody knows in which unit it counts', () => {
    for (const miner_state of ['starting', 'stopped']) {
      const miner = new JudgedMiner().summary(s19Summary());
      for (let i = 0; i < 40; i++) miner.summary(NOTHING, { deviceState: { miner_state, miner_state_time: i * 15 } });
      expect(miner.conditions).toEqual([]);
    }
    const unknown = new JudgedMiner({ model: { ...S19, hr_measure: null } });
    for (let i = 0; i < 20; i++) unknown.summary(s19Summary({}, undefined, i));
    expect(codes(unknown.conditions)).not.toContain('figures_missing');
  });
});

describe('one list for both views', () => {
  it.each(['Paused by user', 'Stopped manually', 'stopped by the operator', 'Mining paused by API.', 'Mining stopped'])(
    'has no protective stop by hand: %s',
    (description) => {
      const stopped = { miner_status: { miner_state: 'stopped', miner_state_time: 90, description }, hr_realtime: 0 };
      expect(new JudgedMiner().summary(s19Summary(stopped, [])).attention).toEqual([]);
    },
  );

  it.each([
    ['Overheated, chip temp=104. Manual restart required', 'Overheated, chip at 104 °C. Manual restart required'],
    ['Stopped: 104 C is above the limit set by user'],
    ['Mining stopped, water too warm'],
    ['Initialization failed: no PSU'],
  ])('has the reason of a miner that stopped itself, whatever else it says: %s', (description, words = description) => {
    const stopped = { miner_status: { miner_state: 'stopped', miner_state_time: 90, description }, hr_realtime: 0 };
    const miner = new JudgedMiner().summary(s19Summary(stopped, []));
    expect(miner.attention).toEqual([`protective_stop: ${words}.`]);
  });

  it('has a protective stop, which counts as critical', () => {
    const stopped = { miner_state: 'stopped', miner_state_time: 90, description: 'Water temperature too low' };
    const miner = new JudgedMiner().summary(s19Summary({ miner_status: stopped, hr_realtime: 0 }, []));
    expect(miner.attention).toEqual(['protective_stop: Water temperature too low.']);
    expect(miner.anomalies).toMatchObject([
      { code: 'protective_stop', severity: 'critical', since_at: miner.nowMs - 90_000 },
    ]);
    expect(miner.row.findings).toEqual({ critical: 1, warning: 0, notice: 0 });
  });

  it('counts a missing board neither as on nor as switched off', () => {
    const miner = new JudgedMiner().device(deviceModel(76, 3)).summary(s19Summary({}, [{}, {}]));
    expect(miner.attention).toEqual([
      'board_missing: Board 3 of 3 is missing.',
      'low_hashrate: Hash rate at 67 % of expected.',
    ]);
    expect(miner.row.boards_on).toEqual({ on: 2, total: 3 });
    // The list of boards may contain a board that is missing in the summary.
    miner.boards([1, 2, 3].map((id) => s19Board(id))).summary(s19Summary({}, [{}, {}], 1));
    expect(miner.row.boards_on).toEqual({ on: 3, total: 3 });
  });

  it('is the one of the single miner, the likeliest cause first, in the shape of the contract', () => {
    const miner = new JudgedMiner().device(deviceModel(76)).summary(s19Summary({ chip_temp: { min: 58, max: 95 } }));
    miner.boards([s19Board(1), s19Board(2, { rate: 0 }), s19Board(3)]);
    const { detail } = miner;
    expect(MinerDetail.parse(detail)).toEqual(detail);
    expect(codes(detail.conditions)).toEqual(['board_zero_hashrate', 'hot']);
    expect(detail.conditions[0]).toMatchObject({
      severity: 'critical',
      where: { part: 'board', chain_id: 2, chips_on_board: 76 },
      recorded_at: miner.nowMs,
    });
  });
});

describe('a preset above the highest one allowed', () => {
  const limited = (max_preset: string | null) =>
    new JudgedMiner({ model: { ...S19, max_preset } }).summary(s19Summary()).attention;

  it('needs attention, with both figures', () => {
    expect(limited('2560')).toEqual(['above_max_preset: Above max preset: 3050 > 2560.']);
    expect(limited('3050')).toEqual([]);
    expect(limited('3240')).toEqual([]);
    expect(limited(null)).toEqual([]);
  });

  it('is compared by the watts of the ladder where names say none', () => {
    const presets = [
      { name: 'low', power_w: 2500 },
      { name: 'high', power_w: 3000 },
    ];
    expect(isAboveMaxPreset('high', 'low', presets)).toBe(true);
    expect(isAboveMaxPreset('low', 'high', presets)).toBe(false);
    expect(isAboveMaxPreset('odd', 'low', presets)).toBe(false);
  });

  it('is judged as soon as the limit changes', async () => {
    const { id } = storedMiner();
    const fleet = await memoryFleet(
      new ManualClock(),
      [storedMiner()],
      [storedModel()],
      {},
      new Map([[id, statusRecord()]]),
    );
    const codesNow = () => fleet.miner(id)?.attention.map(({ code }) => code);
    expect(codesNow()).toEqual([]);
    await fleet.setMaxPreset('s19jpro', '2560', TESTER);
    expect(codesNow()).toEqual(['above_max_preset']);
    await fleet.setMaxPreset('s19jpro', '3080', TESTER);
    expect(codesNow()).toEqual([]);
  });

  it('judges nothing but that preset again, and no reading from before an absence', async () => {
    const clock = new ManualClock();
    const { id, last_ip } = storedMiner();
    const fleet = await memoryFleet(clock, [storedMiner()], [storedModel()]);
    const perf = { preset: '2750', preset_hashrate_hs: null } as never;
    const reading = (tick: number) => ({ ...statusRecord(), ...statusRecord().figures, hw_error_percent: tick });
    const poll = (tick: number, boards = 3) => {
      clock.elapse(15_000);
      const { chains, ...rest } = reading(tick);
      fleet.readings.recordStatus(id, { ...rest, chains: chains.slice(0, boards) } as never, perf);
    };
    fleet.readings.setDevice(id, { ...fleetDevice(), chains: 3 });
    poll(1);
    poll(2, 2);
    const codesNow = () => fleet.problems().map(({ code }) => code);
    expect(codesNow()).toEqual(['board_missing']);
    const before = fleet.problems();
    await fleet.setMaxPreset('s19jpro', '2560', TESTER);
    expect(codesNow()).toEqual(['board_missing', 'above_max_preset']);
    expect(fleet.problems()[0]).toEqual(before[0]);
    fleet.markOffline(id);
    clock.elapse(3 * 86_400_000);
    fleet.upsertSeen(id, last_ip as string, { kind: 'vnish', info: { mac: id, model_alias: 's19jpro' } } as never);
    expect(codesNow()).toEqual([]);
    await fleet.setMaxPreset('s19jpro', '2500', TESTER);
    expect(codesNow()).toEqual([]);
    // Its boards may be read before its status.
    fleet.readings.setDevice(id, { ...fleetDevice(), chains: 3 });
    const boards = [1, 2].map((chain_id) => ({ chain_id }));
    const cold = { code: 'board_low_hashrate', message: 'Low', where: { chain_id: 1 }, value: null } as const;
    fleet.readings.recordBoards(id, { chains: boards, found: [cold] } as never);
    expect(codesNow()).toEqual([]);
    await fleet.setMaxPreset('s19jpro', '2400', TESTER);
    expect(codesNow()).toEqual([]);
    poll(3, 2);
    expect(codesNow()).toEqual(['board_missing', 'above_max_preset']);
  });
});

describe('a preset below the one that PowerHive set', () => {
  const codesAfter = (presetSet: string | null, seconds: number) => {
    const miner = new JudgedMiner({ presetSet }).summary(s19Summary());
    for (let s = 0; s < seconds; s += 60) {
      miner.summary(s19Summary({ chip_temp: { min: 58, max: 70 + ((s / 60) % 3) } }), { afterS: 60 });
    }
    return codes(miner.detail.conditions);
  };

  it('is a problem after ten minutes', () => {
    expect(codesAfter('3240', 540)).toEqual([]);
    expect(codesAfter('3240', 660)).toContain('preset_fell');
  });

  it('goes on over a restart of PowerHive, and of the miner', () => {
    const miner = new JudgedMiner({ presetSet: '3240' }).summary(s19Summary());
    const fell = (): boolean => codes(miner.detail.conditions).includes('preset_fell');
    for (let s = 0; s < 660; s += 60)
      miner.summary(s19Summary({ chip_temp: { min: 58, max: 70 + ((s / 60) % 3) } }), { afterS: 60 });
    expect(fell()).toBe(true);
    miner.restart().summary(s19Summary({ chip_temp: { min: 58, max: 74 } }), { afterS: 15 });
    expect(fell()).toBe(true);
    miner.summary(s19Summary({ miner_status: { miner_state: 'starting', miner_state_time: 5 } }), { afterS: 15 });
    expect(fell()).toBe(false);
    miner.summary(s19Summary({ chip_temp: { min: 58, max: 75 } }), { afterS: 60 });
    expect(fell()).toBe(true);
  });

  it('is none where it is as it was set, higher, or was never set', () => {
    for (const set of ['3050', '2560', null]) expect(codesAfter(set, 660)).not.toContain('preset_fell');
  });
});

describe('the list of problems', () => {
  it('has each managed miner that is offline as critical, first of all, and as many as rows say', async () => {
    const stored = (n: number, changes: object) => storedMiner({ id: `02:95:23:00:00:0${n}`, ...changes });
    const gone = { ip: null, last_ip: '10.0.0.5', offline_since_at: 7 };
    const fleet = await memoryFleet(new ManualClock(), [
      stored(1, { nickname: 'A' }),
      stored(2, { ...gone, nickname: 'B' }),
      stored(3, { ...gone, nickname: 'C', managed: false }),
    ]);
    const problems = fleet.problems();
    expect(problems).toMatchObject([
      { code: 'offline', severity: 'critical', miner_name: 'B', since_at: 7, recorded_at: null, chip_ids: [] },
    ]);
    expect(problems.map((problem) => Problem.parse(problem))).toEqual(problems);
    expect(fleet.miners().map(({ attention }) => attention.length)).toEqual([0, 1, 0]);
    // Readings are in another list.
    expect(fleet.anomalies()).toEqual([]);
  });
});

describe('a miner that cannot be found or read', () => {
  const away = { ip: null, last_ip: '10.0.0.5', offline_since_at: 7 };

  it('is offline since it was missed, where it is managed, and nothing else', () => {
    const gone = entry({ stored: storedMiner(away), poll: { ...entry().poll, failures: 9, failingSinceAt: 3 } });
    const conditions = conditionsOf(gone, { ...READ, isRead: false });
    expect(conditions).toMatchObject([{ code: 'offline', severity: 'critical', since_at: 7, message: 'Offline' }]);
    expect(conditions.map((condition) => Condition.parse(condition))).toEqual(conditions);
    expect(countAnomalies(conditions)).toEqual({ critical: 0, warning: 0, notice: 0 });
    const unmanaged = entry({ stored: storedMiner({ ...away, managed: false }) });
    expect(conditionsOf(unmanaged, { ...READ, isRead: false })).toEqual([]);
  });

  it('says since when its polls fail, its key is refused and its MAC is claimed', async () => {
    const clock = new ManualClock();
    const { id } = storedMiner();
    const fleet = await memoryFleet(clock, [storedMiner()]);
    const startedAt = clock.nowMs();
    for (let i = 0; i < 3; i++) {
      fleet.readings.pollFailed(id, 'timed out', null, clock.nowMs());
      fleet.setConflict(id, [`10.0.0.${9 - i}`]);
      await clock.advance(1000);
    }
    expect(fleet.detail(id)?.conditions).toMatchObject([
      { code: 'address_conflict', since_at: startedAt },
      { code: 'not_answering', since_at: startedAt, message: 'Not answering: timed out' },
    ]);
    fleet.readings.pollSucceeded(id, null);
    fleet.setConflict(id, []);
    expect(fleet.detail(id)?.conditions).toEqual([]);
  });
});

describe('since when', () => {
  const run = () => {
    const miner = new JudgedMiner().device(deviceModel(76)).summary(s19Summary());
    const seen = [];
    for (let tick = 1; tick < 60; tick++) {
      const rate = tick > 20 && tick < 40 ? 0 : 34_700;
      miner.summary(s19Summary({}, [{}, { rate }, {}], tick)).boards([s19Board(1), s19Board(2, { rate }), s19Board(3)]);
      seen.push(miner.conditions);
    }
    return seen;
  };

  it('follows from the readings and their times alone', () => {
    expect(run()).toEqual(run());
    const began = TWO_O_CLOCK + 15_000 * 22;
    expect(run()[30]?.map(({ code, since_at }) => [code, since_at])).toEqual([
      ['low_hashrate', began],
      ['board_zero_hashrate', began],
    ]);
  });
});

describe('what begins and ends', () => {
  const sick = (tick: number) => s19Summary({}, [{}, { rate: 0 }, {}], tick);
  const changedBy = (before: JudgedMiner, step: () => unknown) => {
    const { open, sinces } = before;
    step();
    const { began = [], ended = [] } = changedConditions(open, before.open, sinces) ?? {};
    return [codes(began), codes(ended)];
  };

  it('is no news at the first check, and none while it lasts', () => {
    const miner = new JudgedMiner();
    expect(changedBy(miner, () => miner.summary(sick(0)))).toEqual([[], []]);
    expect(changedBy(miner, () => miner.summary(sick(1)))).toEqual([[], []]);
  });

  it('is a board that falls silent, and one that hashes again', () => {
    const miner = new JudgedMiner().summary(s19Summary());
    expect(changedBy(miner, () => miner.summary(sick(1)))).toEqual([['low_hashrate', 'board_zero_hashrate'], []]);
    expect(changedBy(miner, () => miner.summary(s19Summary({}, undefined, 2)))).toEqual([
      [],
      ['low_hashrate', 'board_zero_hashrate'],
    ]);
  });

  it('is nothing about a restart that heals nothing', () => {
    const miner = new JudgedMiner().summary(s19Summary()).summary(sick(1));
    const restart = { miner_status: { miner_state: 'starting', miner_state_time: 1 }, hr_realtime: 0 };
    expect(changedBy(miner, () => miner.summary(s19Summary(restart, [])))).toEqual([[], []]);
    expect(miner.conditions).toEqual([]);
    const again = { miner_status: { miner_state: 'mining', miner_state_time: 200 } };
    expect(changedBy(miner, () => miner.summary(s19Summary(again, [{}, { rate: 0 }, {}], 2)))).toEqual([[], []]);
    expect(codes(miner.conditions)).toEqual(['low_hashrate', 'board_zero_hashrate']);
  });

  it('is no news after a restart of PowerHive, which forgets neither since when it is nor that this is not known', () => {
    const miner = new JudgedMiner().summary(s19Summary()).summary(sick(1));
    const sinces = () => miner.conditions.map(({ code, since_at }) => [code, since_at]);
    const before = sinces();
    expect(before).toEqual([
      ['low_hashrate', miner.nowMs],
      ['board_zero_hashrate', miner.nowMs],
    ]);
    miner.restart();
    expect(changedBy(miner, () => miner.summary(sick(2)))).toEqual([[], []]);
    expect(sinces()).toEqual(before);
    // The boards are read later; until then their findings from before the restart are kept.
    miner.summary(s19Summary({}, undefined, 3)).boards([s19Board(1), s19Board(2), s19Board(3)]);
    expect(miner.sinces).toBeNull();

    const unknown = new JudgedMiner().summary(sick(0)).restart().summary(sick(1));
    expect(unknown.conditions.map(({ since_at }) => since_at)).toEqual([null, null]);
  });

  it('is no news after a restart either where the boards show it, which are read later', () => {
    const miner = new JudgedMiner().summary(s19Summary());
    miner.boards([s19Board(1), s19Board(2), s19Board(3)]).summary(s19Summary({}, undefined, 1), { afterS: 60 });
    const bad = () => [s19Board(1), s19Board(2, { status: { state: 'disconnected' }, rate: 0 }), s19Board(3)];
    miner.boards(bad());
    const before = miner.conditions.map(({ code, since_at }) => [code, since_at]);
    expect(before).toEqual([['board_failed', miner.nowMs]]);
    miner.restart().summary(s19Summary({}, undefined, 2), { afterS: 60 });
    expect(miner.sinces).not.toBeNull();
    expect(changedBy(miner, () => miner.boards(bad()))).toEqual([[], []]);
    expect(miner.conditions.map(({ code, since_at }) => [code, since_at])).toEqual(before);
  });

  it('becomes known to whoever listens, without notices', async () => {
    const changes: Pick<FarmEvent, 'event' | 'data'>[] = [];
    const clock = new ManualClock();
    const { id } = storedMiner();
    const fleet = await memoryFleet(clock, [storedMiner()], [], {
      onConditions: ({ id }, changed) => changes.push(...(conditionEvents({ id, name: 'R1' }, changed) as FarmEvent[])),
    });
    fleet.markOffline(id);
    const data = { name: 'R1', code: 'offline', severity: 'critical', since_at: clock.nowMs(), chain_id: null };
    expect(changes).toMatchObject([{ event: 'condition_began', miner_id: id, data }]);
    const notice = { began: [{ ...(fleet.detail(id)?.conditions[0] as Condition), severity: 'notice' as const }] };
    expect(conditionEvents({ id, name: 'R1' }, { ...notice, ended: [] })).toEqual([]);
    await fleet.decisions.patch(id, { managed: false }, TESTER);
    expect(changes.slice(1)).toMatchObject([{ event: 'condition_ended', data }]);
  });
});
