import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as views from '../../../src-main/conditions/anomalies.ts';
import * as boardConditions from '../../../src-main/conditions/board-conditions.ts';
import { judgeAll, judgeOnly } from '../../../src-main/conditions/condition-set.ts';
import { conditionsOf } from '../../../src-main/conditions/current-conditions.ts';
import { findStatusConditions } from '../../../src-main/conditions/status-conditions.ts';
import type { BoardReading } from '../../../src-main/drivers/readings.ts';
import type { Entry } from '../../../src-main/fleet/miner-entry.ts';
import { statusFacts } from '../../../src-main/fleet/readings/status-facts.ts';
import { DEFAULT_LIMITS } from '../../../src-shared/judging/farm-limits.ts';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Chip } from '../../../src-shared/model/index.ts';
import { Anomaly } from '../../../src-shared/model/index.ts';
import {
  deviceModel,
  entry,
  figures,
  statusRecord,
  storedMiner,
  storedModel,
} from '../../fixtures/farm/fleet-entries.ts';

const chip = (chip_id: number, changes: Partial<Chip> = {}): Chip => ({
  chip_id,
  hashrate_hs: 270e9,
  frequency_mhz: 520,
  voltage_mv: 350,
  temp_c: 62,
  errors: 0,
  grade: 'grey',
  throttled: false,
  ...changes,
});
const chain = (chain_id: number, changes: Partial<BoardReading> = {}): BoardReading => ({
  chain_id,
  state: 'mining',
  hashrate_hs: 34e12,
  hashrate_nominal_hs: 34.6e12,
  frequency_mhz: 520,
  chips: Array.from({ length: 126 }, (_, i) => chip(i)),
  sensors: [],
  failure_message: null,
  numbered_by_order: false,
  ...changes,
});
const withChips = (changes: Record<number, Partial<Chip>>): BoardReading =>
  chain(2, { chips: chain(2).chips.map((one) => ({ ...one, ...changes[one.chip_id] })) });
const silent = (chain_id: number): BoardReading =>
  chain(chain_id, {
    hashrate_hs: 0,
    chips: chain(chain_id).chips.map((one) => ({ ...one, grade: 'red', hashrate_hs: 0 })),
  });
const BACKGROUND = { minerState: 'mining', boardStates: [], chipsPerBoard: null };
const READ = { isRead: true, telemetryMs: 60_000, atItsAddress: null };
const UNREAD = { ...READ, isRead: false };
const ofMiner = (one: Entry, boards: number | null = 3) => {
  if (one.latest === null) throw new Error('nothing was read of it');
  return findStatusConditions(
    statusFacts(
      { ...one, latest: one.latest, device: deviceModel({ chains: boards }) },
      storedModel(),
      READ.telemetryMs,
    ),
  );
};
const judge = (chains: BoardReading[], background: boardConditions.BoardsBackground) =>
  boardConditions.findBoardConditions(chains, background) ?? [];
const findBoardConditions = (chains: BoardReading[], background: boardConditions.BoardsBackground) =>
  judge(chains, background).map(({ where, ...rest }) => ({ ...rest, ...where }));
const anomaliesOf = (one: Entry, watch: typeof READ) =>
  views.anomaliesOf(conditionsOf(one, watch), { id: one.stored.id, name: minerName(one.stored) });
const countAnomalies = (one: Entry, watch: typeof READ) => views.countAnomalies(conditionsOf(one, watch));
const found = (chains: BoardReading[], background = BACKGROUND) =>
  findBoardConditions(chains, background).map(({ code, message }) => `${code}: ${message}`);

describe('what stands out among boards and chips', () => {
  it('is nothing on healthy boards', () => {
    expect(found([chain(1), chain(2), chain(3)])).toEqual([]);
  });

  it('cannot be judged while no board mines, though all chips are red and silent then', () => {
    const starting = [1, 2, 3].map((id) => ({ ...silent(id), state: 'initializing' }));
    expect(boardConditions.findBoardConditions(starting, BACKGROUND)).toBeNull();
  });

  it('names the chips with their places, each once for the worst that is wrong with it', () => {
    const sick = withChips({
      3: { hashrate_hs: 0, grade: 'red' },
      4: { grade: 'red' },
      5: { hashrate_hs: 150e9, grade: 'orange' },
      6: { grade: 'orange' },
      7: { grade: 'orange' },
    });
    const labelled = { ...sick, chips: sick.chips.map((one) => ({ ...one, chip_id: one.chip_id + 1 })) };
    const conditions = findBoardConditions([chain(1), labelled, chain(3)], BACKGROUND);
    expect(conditions.map(({ code, chip_ids, chip_positions }) => [code, chip_ids, chip_positions])).toEqual([
      ['chip_zero_hashrate', [4], [3]],
      ['chip_grade_red', [5], [4]],
      ['chip_below_siblings', [6], [5]],
      ['chip_grade_orange', [7, 8], [6, 7]],
    ]);
    expect(conditions[0]).toMatchObject({ severity: 'warning', chain_id: 2, chips_on_board: 126 });
  });

  it('says it in words for a tired operator', () => {
    const ten = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [i + 20, { hashrate_hs: 0 }]));
    expect(found([chain(1), withChips(ten), chain(3)])).toEqual([
      'chip_zero_hashrate: Board 2: 10 of 126 chips not hashing',
    ]);
    expect(found([chain(1), withChips({ 9: { hashrate_hs: 0 } }), chain(3)])).toEqual([
      'chip_zero_hashrate: Board 2: chip 9 not hashing',
    ]);
    expect(found([chain(1), withChips({ 9: { temp_c: 84 } }), chain(3)])).toEqual([
      'chip_hot: Board 2: chip 9 at 84 °C (board 62 °C)',
    ]);
    expect(found([chain(1), withChips({ 9: { throttled: true }, 11: { throttled: true } }), chain(3)])).toEqual([
      'chip_throttled: Board 2: 2 of 126 chips throttled',
    ]);
  });

  it('holds a chip against those that hash, also where half of the board is silent', () => {
    const half = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [i, { hashrate_hs: 0 }]));
    expect(found([chain(1), withChips({ ...half, 100: { hashrate_hs: 100e9 } }), chain(3)])).toEqual([
      'chip_zero_hashrate: Board 2: 70 of 126 chips not hashing',
      'chip_below_siblings: Board 2: chip 100 below 70 % of the median',
    ]);
  });

  it('is held against the limits of the farm', () => {
    const limits = { ...DEFAULT_LIMITS, hot_above_board_c: 25, weak_part_percent: 50 };
    const by = (more: object) =>
      (
        boardConditions.findBoardConditions(
          [chain(1), withChips({ 9: { temp_c: 84 }, 100: { hashrate_hs: 170e9 } }), chain(3)],
          {
            ...BACKGROUND,
            ...more,
          },
        ) ?? []
      ).map(({ code, message }) => `${code}: ${message}`);
    expect(by({})).toEqual([
      'chip_below_siblings: Board 2: chip 100 below 70 % of the median',
      'chip_hot: Board 2: chip 9 at 84 °C (board 62 °C)',
    ]);
    expect(by({ limits })).toEqual([]);
    expect(by({ limits: { ...limits, weak_part_percent: 65 } })).toEqual([
      'chip_below_siblings: Board 2: chip 100 below 65 % of the median',
    ]);
  });

  it('is a silent board once, not each of its chips', () => {
    expect(found([silent(1), chain(2), chain(3)])).toEqual([
      'board_zero_hashrate: Board 1 not hashing (all 126 chips)',
    ]);
    expect(found([chain(1, { hashrate_hs: 0, chips: [] }), chain(2), chain(3)])).toEqual([
      'board_zero_hashrate: Board 1 not hashing',
    ]);
  });

  it('is a silent miner once, not each of its boards', () => {
    expect(found([silent(1), silent(2), silent(3)])).toEqual(['miner_zero_hashrate: 0 TH/s: all 3 boards are idle']);
  });

  it.each([
    ['two boards', [34e12, 20e12], ['board_below_siblings: Board 2 at 58 % of the other board']],
    ['three boards', [34e12, 34e12, 23e12], ['board_below_siblings: Board 3 at 67 % of the other boards']],
    ['four boards', [20e12, 34e12, 34e12, 34e12], ['board_below_siblings: Board 1 at 58 % of the other boards']],
    ['two like boards', [20e12, 20e12], []],
    ['a board at just 70 %', [100e12, 70e12], []],
    ['a lonely board', [20e12], []],
    ['a board whose rate is unknown', [34e12, null, 34e12], []],
  ])('holds a board against the others alone: %s', (_, rates, expected) => {
    const chains = rates.map((hashrate_hs, i) => chain(i + 1, { hashrate_hs }));
    expect(found(chains)).toEqual(expected);
  });

  it('leaves a silent board out of what its siblings are compared with', () => {
    expect(found([silent(1), chain(2), chain(3, { hashrate_hs: 20e12 })]).map((text) => text.split(':')[0])).toEqual([
      'board_zero_hashrate',
      'board_below_siblings',
    ]);
  });

  it('is a board that is missing, by its name where the miner counts from 1', () => {
    const [board] = statusRecord().chains;
    const missing = (ids: number[], boards: number | null = 3) => {
      const chains = ids.map((chain_id) => ({ ...(board as NonNullable<typeof board>), chain_id }));
      return ofMiner(entry({ latest: statusRecord({ chains }) }), boards).map(
        ({ code, message }) => `${code}: ${message}`,
      );
    };
    expect(missing([1, 3])).toEqual(['board_missing: Board 2 of 3 is missing']);
    expect(missing([4], 4)).toEqual(['board_missing: Boards 1, 2 and 3 of 4 are missing']);
    expect(missing([0, 7])).toEqual(['board_missing: 1 of 3 boards is missing']);
    expect(missing([1, 3], null)).toEqual([]);
    expect(missing([])).toEqual([]);
  });

  it('is a board that failed, with the firmware its reason', () => {
    const failed = chain(3, { state: 'failure', hashrate_hs: 0, chips: [], failure_message: 'Chain break detected' });
    expect(found([chain(1), chain(2), failed])).toEqual(['board_failed: Board 3 failed: Chain break detected']);
  });

  it('is a sensor that does not measure, and more so a board of which none does', () => {
    const sensor = (chip_id: number, state: string) => ({ chip_id, state, board_temp_c: null, chip_temp_c: null });
    const some = [sensor(28, 'error'), sensor(61, 'measure')];
    const [condition] = findBoardConditions([chain(1, { sensors: some }), chain(2), chain(3)], BACKGROUND);
    expect(condition).toMatchObject({
      severity: 'notice',
      chip_ids: [28],
      message: 'Board 1: no temperature reading from 1 of 2 sensors (near chip 28)',
    });
    const none = [sensor(28, 'error'), sensor(61, 'init')];
    expect(findBoardConditions([chain(1, { sensors: none }), chain(2), chain(3)], BACKGROUND)[0]).toMatchObject({
      severity: 'warning',
      message: 'Board 1: no temperature reading (sensors near chips 28, 61)',
    });
  });

  it('never names a chip that is not there, nor an unknown hash rate', () => {
    const anyChip = fc.record({
      hashrate_hs: fc.constantFrom(null, 0, 100e9, 260e9, 270e9),
      temp_c: fc.constantFrom(null, 40, 62, 90),
      grade: fc.constantFrom(null, 'grey', 'orange', 'red'),
      throttled: fc.constantFrom(null, true, false),
    });
    fc.assert(
      fc.property(fc.array(fc.array(anyChip, { maxLength: 12 }), { maxLength: 4 }), (boards) => {
        const chains = boards.map((chips, i) =>
          chain(i + 1, { chips: chips.map((one, id) => chip(id + 5, one as Partial<Chip>)) }),
        );
        const conditions = findBoardConditions(chains, BACKGROUND);
        for (const { code, chip_ids, chip_positions, chain_id, chips_on_board } of conditions) {
          const { chips = [] } = chains.find((one) => one.chain_id === chain_id) ?? {};
          expect(chip_positions.map((position) => chips[position]?.chip_id)).toEqual(chip_ids);
          if (chain_id !== null && code !== 'board_failed') expect(chips_on_board).toBe(chips.length);
          if (code === 'chip_zero_hashrate' || code === 'chip_below_siblings') {
            expect(chip_positions.map((position) => chips[position]?.hashrate_hs)).not.toContain(null);
          }
        }
        const hashFaults = conditions.filter(({ code }) => /zero_hashrate|grade|chip_below/.test(code));
        for (const { chain_id } of chains) {
          const named = hashFaults
            .filter((condition) => condition.chain_id === chain_id)
            .flatMap(({ chip_ids }) => chip_ids);
          expect(new Set(named).size).toBe(named.length);
        }
      }),
    );
  });
});

describe('what stands out about a miner as a whole', () => {
  const { fans } = statusRecord();
  const lost = fans.map((fan, i) => (i === 1 ? { ...fan, rpm: 0, status: 'lost' } : fan));
  const codes = (changes: Parameters<typeof figures>[0], of = fans) => {
    const latest = statusRecord({ figures: figures(changes), fans: of });
    const { current } = judgeAll(null, ofMiner(entry({ latest })), latest.recorded_at);
    return views.anomaliesOf(current, { id: '', name: '' }).map(({ code, message }) => `${code}: ${message}`);
  };

  it('is a fan that stands still, where there are fans at all', () => {
    expect(codes({}, lost)).toEqual(['fan_lost: Fan 2 of 4 stopped']);
    expect(codes({ cooling_mode: 'immersion' }, lost)).toEqual([]);
    expect(codes({ cooling_mode: 'immers' }, lost)).toEqual([]);
    const all = fans.map((fan) => ({ ...fan, rpm: 0, status: 'lost' }));
    expect(codes({}, all)).toEqual(['fan_lost: All 4 fans stopped']);
  });

  it('is a throttle on all of it, which only firmware 1.3 reports', () => {
    expect(codes({ throttled_percent: 80 })).toEqual(['miner_throttled: Throttled to 80 %']);
    expect(codes({ throttled_percent: 100 })).toEqual([]);
    expect(codes({ throttled_percent: null })).toEqual([]);
  });

  it.each(['initializing', 'starting', 'auto-tuning', 'restarting', 'shutting-down', 'stopped', 'failure'])(
    'is nothing while it is %s',
    (state) => expect(codes({ state, throttled_percent: 0 }, lost)).toEqual([]),
  );
});

describe('since when something stands out', () => {
  const sick = (chips: Record<number, Partial<Chip>>) => judge([chain(1), withChips(chips), chain(3)], BACKGROUND);
  const since = (set: ReturnType<typeof judgeAll>) => set.current.map(({ code, since_at }) => [code, since_at]);

  it('is unknown for what stood out at the first look, and the moment of the look for what came later', () => {
    const first = judgeAll(null, sick({ 3: { hashrate_hs: 0 } }), 10);
    expect(since(first)).toEqual([['chip_zero_hashrate', null]]);
    const second = judgeAll(first, sick({ 3: { hashrate_hs: 0 }, 4: { hashrate_hs: 0 }, 9: { grade: 'red' } }), 20);
    expect(since(second)).toEqual([
      ['chip_zero_hashrate', null],
      ['chip_grade_red', 20],
    ]);
    expect(since(judgeAll(second, sick({ 9: { grade: 'red' } }), 30))).toEqual([['chip_grade_red', 20]]);
  });

  it('outlasts a restart, during which nothing is said', () => {
    const before = judgeAll(judgeAll(null, [], 10), sick({ 3: { hashrate_hs: 0 } }), 20);
    const restarting = judgeOnly(before, [], 50);
    const restarted = entry({ boardConditions: restarting });
    expect(anomaliesOf(restarted, READ)).toEqual([]);
    expect(since(judgeAll(restarting, sick({ 3: { hashrate_hs: 0 } }), 90))).toEqual([['chip_zero_hashrate', 20]]);
  });

  it('begins again with what had gone away', () => {
    const before = judgeAll(judgeAll(null, [], 10), sick({ 3: { hashrate_hs: 0 } }), 20);
    const healed = judgeAll(before, [], 30);
    expect(since(judgeAll(healed, sick({ 3: { hashrate_hs: 0 } }), 40))).toEqual([['chip_zero_hashrate', 40]]);
  });
});

describe('the list of what stands out', () => {
  const { recorded_at: now } = statusRecord();
  const sick = judge([chain(1), withChips({ 3: { hashrate_hs: 0 } }), chain(3)], BACKGROUND);
  const boards = judgeAll(null, sick, now - 2);
  const throttled = entry({ latest: statusRecord({ figures: figures({ throttled_percent: 70 }) }) });
  const whole = judgeAll(null, ofMiner(throttled), now);

  it('has the shape of the contract, and as many of each severity as the row counts', () => {
    const both = entry({ stored: storedMiner({ nickname: 'R1' }), boardConditions: boards, statusConditions: whole });
    const list = anomaliesOf(both, READ);
    expect(list.map((anomaly) => Anomaly.parse(anomaly))).toEqual(list);
    expect(list.map(({ code, miner_name, recorded_at }) => [code, miner_name, recorded_at])).toEqual([
      ['miner_throttled', 'R1', now],
      ['chip_zero_hashrate', 'R1', now - 2],
    ]);
    expect(countAnomalies(both, READ)).toEqual({ critical: 0, warning: 1, notice: 1 });
    expect([...list].sort(views.byWeight)[0]?.code).toBe('chip_zero_hashrate');
  });

  it('says nothing of a miner that is offline or not read, whatever was seen of it before', () => {
    expect(
      anomaliesOf(entry({ stored: storedMiner({ ip: null }), boardConditions: boards, statusConditions: whole }), READ),
    ).toEqual([]);
    expect(anomaliesOf(entry({ boardConditions: boards, statusConditions: whole }), UNREAD)).toEqual([]);
    expect(countAnomalies(entry({ boardConditions: boards, statusConditions: whole }), UNREAD)).toEqual({
      critical: 0,
      warning: 0,
      notice: 0,
    });
  });
});
