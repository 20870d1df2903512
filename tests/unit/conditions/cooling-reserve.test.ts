import { afterEach, expect, it } from 'vitest';
import { DEFAULT_LIMITS, judgeBy } from '../../../src-shared/judging/farm-limits.ts';
import { deviceModel, JudgedMiner, S19, s19Summary } from '../../fixtures/farm/judged-miner.ts';

afterEach(() => judgeBy(DEFAULT_LIMITS));

interface Air {
  readonly duty: number;
  readonly hottestC: number;
  readonly mode?: string;
  readonly rpm?: number;
}
let tick = 0;

/** Reads a miner for minutes, with such fans and chips. */
function breathing(
  miner: JudgedMiner,
  minutes: number,
  { duty, hottestC, mode = 'auto', rpm = 6000 }: Air,
): JudgedMiner {
  const fans = [0, 1, 2, 3].map((id) => ({ id, rpm: rpm && rpm + id, status: 'ok', max_rpm: 6000 }));
  const cooling = { fan_num: 4, fan_duty: duty, fans, settings: { mode: { name: mode } } };
  for (let minute = 0; minute < minutes; minute += 1) {
    tick += 1;
    miner.summary(s19Summary({ cooling, chip_temp: { min: 58, max: hottestC } }, undefined, tick), { afterS: 60 });
  }
  return miner;
}
const miner = (full_name = S19.name) =>
  new JudgedMiner().device({ ...deviceModel(76), full_name }).summary(s19Summary());
const words = (judged: JudgedMiner) => judged.attention.filter((line) => line.startsWith('cooling_at_limit'));
const SPENT = { duty: 100, hottestC: 78 };

it('fans at full speed with chips near the limit of hot for five minutes are cooling at its limit', () => {
  const judged = breathing(miner(), 5, SPENT);
  expect(words(judged)).toEqual([]);
  breathing(judged, 1, SPENT);
  expect(words(judged)).toEqual(['cooling_at_limit: Cooling at its limit: fans at 100 %, hottest chip at 78 °C.']);
  expect(judged.conditions[0]).toMatchObject({ severity: 'warning', since_at: judged.nowMs - 300_000 });
  // Both vary from reading to reading: it goes on, also over a restart, until one is well below.
  breathing(judged, 3, { duty: 93, hottestC: 76 }).restart();
  expect(words(breathing(judged, 1, { duty: 91, hottestC: 75 }))).toHaveLength(1);
  expect(words(breathing(judged, 1, { duty: 89, hottestC: 80 }))).toEqual([]);
  expect(words(breathing(judged, 6, { duty: 93, hottestC: 76 }))).toEqual([]);
});

it('a reserve of either kind is none, and neither is a full speed that cools nothing', () => {
  expect(words(breathing(miner(), 10, { duty: 94, hottestC: 88 }))).toEqual([]);
  expect(words(breathing(miner(), 10, { duty: 100, hottestC: 77 }))).toEqual([]);
  expect(words(breathing(miner(), 10, { ...SPENT, mode: 'immersion' }))).toEqual([]);
  // As hydro miners report it: one fan at rest, at a duty of 100 %.
  expect(words(breathing(miner(), 10, { ...SPENT, rpm: 0 }))).toEqual([]);
  expect(words(breathing(miner('Antminer S19 Hydro'), 10, SPENT))).toEqual([]);
  // A fixed duty of 100 % leaves no reserve either.
  expect(words(breathing(miner(), 10, { ...SPENT, mode: 'manual' }))).toHaveLength(1);
});

it('its limits are settings', () => {
  judgeBy({ ...DEFAULT_LIMITS, full_fan_percent: 80, cooling_margin_c: 20 });
  expect(words(breathing(miner(), 6, { duty: 80, hottestC: 70 }))).toHaveLength(1);
  judgeBy({ ...DEFAULT_LIMITS, cooling_margin_c: 5 });
  expect(words(breathing(miner(), 6, SPENT))).toEqual([]);
});
