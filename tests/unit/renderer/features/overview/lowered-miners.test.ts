import { expect, it } from 'vitest';
import { loweredMiners } from '../../../../../src-renderer/features/overview/lowered-miners.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../../src-shared/model/index.ts';
import { minerRow, NOW, status } from '../../miner-row.ts';

const moment = momentOf(NOW, 15);
const row = (id: string, preset: string, hs: number, fields: Partial<Miner> = {}, percent: number | null = null) =>
  minerRow({
    id: `02:95:23:00:00:0${id}`,
    usual_preset: '2300',
    latest_status: status({
      preset,
      hashrate_hs: hs,
      hashrate_expected_hs: hs,
      hashrate_nominal_hs: null,
      throttled_percent: percent,
    }),
    ...fields,
  });

it('miners below the usual preset of their model and throttled ones are named, with what they hash less', () => {
  const fell = { code: 'preset_fell', severity: 'warning', message: 'Preset fell' } as const;
  const farm = [
    row('1', '2300', 95.5e12),
    ...[...'6789abcdef'].map((id) => row(id, '2300', 95.5e12)),
    row('2', '2150', 82.5e12),
    row('3', '2500', 99e12),
    row('4', '2300', 55.2e12, {}, 60),
    // It is in the list of problems.
    row('5', '2150', 82.5e12, { attention: [fell] }),
  ];
  const { belowUsual, throttled } = loweredMiners(farm, moment);
  expect(belowUsual?.miners.map(({ id }) => id)).toEqual(['02:95:23:00:00:02']);
  expect(belowUsual?.lessHs).toBeCloseTo(13e12, -10);
  expect(throttled?.miners.map(({ id }) => id)).toEqual(['02:95:23:00:00:04']);
  expect(throttled?.lessHs).toBeCloseTo(36.8e12, -10);
  expect(loweredMiners(farm.slice(0, 1), moment)).toEqual({ belowUsual: null, throttled: null, boardsOff: null });
});

it('no miner is below a preset that is only one of many of its model', () => {
  const farm = ['2150', '2150', '2000', '2300', '2300', '2300', '2500'].map((preset, n) =>
    row(`${n}`, preset, 90e12, { usual_preset: null }),
  );
  expect(loweredMiners(farm, moment).belowUsual).toBeNull();
});

it('miners with boards that are switched off are named, but not those whose board is missing', () => {
  const missing = { code: 'board_missing', severity: 'critical', message: 'Board 3 of 3 is missing' } as const;
  const farm = [
    row('1', '2300', 60e12, { boards_on: { on: 2, total: 3 } }),
    row('2', '2300', 60e12, { boards_on: { on: 2, total: 3 }, attention: [missing] }),
    row('3', '2300', 90e12, { boards_on: { on: 3, total: 3 } }),
  ];
  const { boardsOff } = loweredMiners(farm, moment);
  expect(boardsOff?.miners.map(({ id }) => id)).toEqual(['02:95:23:00:00:01']);
  expect(boardsOff?.lessHs).toBeCloseTo(30e12, -10);
});
