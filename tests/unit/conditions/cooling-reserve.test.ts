import { afterEach, expect, it } from 'vitest';
import { DEFAULT_LIMITS, judgeBy } from '../../../src-shared/judging/farm-limits.ts';
import { minerLoss } from '../../../src-shared/miner/lost-hashrate.ts';
import { deviceModel, JudgedMiner, S19, s19Summary } from '../../fixtures/farm/judged-miner.ts';

afterEach(() => judgeBy(DEFAULT_LIMITS));

interface Air {
  readonly duty: number;
  readonly hottestC: number;
  readonly mode?: string;
  readonly rpm?: number;
  readonly perf?: object;
}
let tick = 0;

/** Reads a miner for minutes, with such fans and chips. */
function breathing(
  miner: JudgedMiner,
  minutes: number,
  { duty, hottestC, mode = 'auto', rpm = 6000, perf }: Air,
): JudgedMiner {
  const fans = [0, 1, 2, 3].map((id) => ({ id, rpm: rpm && rpm + id, status: 'ok', max_rpm: 6000 }));
  const cooling = { fan_num: 4, fan_duty: duty, fans, settings: { mode: { name: mode } } };
  for (let minute = 0; minute < minutes; minute += 1) {
    tick += 1;
    miner.summary(s19Summary({ cooling, chip_temp: { min: 58, max: hottestC } }, undefined, tick), {
      afterS: 60,
      ...(perf !== undefined && { perf }),
    });
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

it('costs what the preset switcher lowered because of it, also in the first minutes of a miner', () => {
  const rung = (name: string, th: number) => ({
    ...S19.presets[0],
    name,
    power_w: Number(name),
    hashrate_hs: th * 1e12,
  });
  const model = { ...S19, presets: [rung('2150', 83), rung('2500', 103)] } as typeof S19;
  const judged = new JudgedMiner({ model, preset: '2500' }).device(deviceModel(76)).summary(s19Summary());
  const at = (name: string) => ({
    current_preset: { name, pretty: null, status: 'tuned' },
    preset_switcher: { enabled: true, top_preset: '2500', min_preset: '2150' },
  });
  breathing(judged, 4, { duty: 100, hottestC: 80, perf: at('2500') });
  breathing(judged, 4, { duty: 100, hottestC: 78, perf: at('2150') });
  expect(words(judged)).toEqual([
    'cooling_at_limit: Cooling at its limit: fans at 100 %, hottest chip at 78 °C. Its preset switcher lowered it from 2500 to 2150, 20.0 TH/s less than before. Check for dust in filters and heat sinks, for warm air at the inlet, and for a weak fan.',
  ]);
  expect(judged.row.preset_fall?.from).toBe('2500');
  expect(minerLoss(judged.row, judged.moment)?.expectedHs).toBeCloseTo(103e12, -10);
  expect(words(breathing(judged, 2, { duty: 50, hottestC: 60, perf: at('2150') }))).toEqual([]);
});

it('its limits are settings', () => {
  judgeBy({ ...DEFAULT_LIMITS, full_fan_percent: 80, cooling_margin_c: 20 });
  expect(words(breathing(miner(), 6, { duty: 80, hottestC: 70 }))).toHaveLength(1);
  judgeBy({ ...DEFAULT_LIMITS, cooling_margin_c: 5 });
  expect(words(breathing(miner(), 6, SPENT))).toEqual([]);
});
