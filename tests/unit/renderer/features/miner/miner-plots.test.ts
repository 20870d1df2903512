import { expect, it } from 'vitest';
import { historySeries } from '../../../../../src-renderer/features/miner/history/history-series.ts';
import { minerPlots } from '../../../../../src-renderer/features/miner/history/miner-plots.ts';
import type { MinerHistory } from '../../../../../src-shared/model/index.ts';
import { minerHashrateUnit } from '../../../../../src-shared/units.ts';

function plots(hashrate_hs: number, algorithm: string) {
  const point = {
    at: 0,
    source: 'read',
    readings: 4,
    hashrate_hs,
    hashrate_min_hs: hashrate_hs,
    hashrate_max_hs: hashrate_hs,
    hashrate_expected_hs: null,
    power_w: 3000,
    chip_temp_max_c: 70,
    pcb_temp_max_c: null,
    fan_duty_percent: 60,
    fan_rpm_max: null,
    hw_error_percent: null,
  };
  const history = { points: [point], gaps: [], slot_ms: 60_000, from_at: 0, to_at: 60_000 };
  const { unit, hashes } = minerHashrateUnit(algorithm);
  return minerPlots(historySeries(history as unknown as MinerHistory, hashes), unit);
}

it('the charts of a miner have a unit on each axis', () => {
  const units = (algorithm: string) =>
    plots(1e14, algorithm).map(({ lines }) => lines.map(({ side, unit }) => `${side} ${unit}`));
  expect(units('sha256d')).toEqual([['left TH/s'], ['left °C', 'right %'], ['left W']]);
  expect(units('scrypt')[0]).toEqual(['left GH/s']);
});

it('their scale is a tenth of the figures at least, however small these are', () => {
  const leastSpan = (hashrateHs: number, algorithm: string) => plots(hashrateHs, algorithm)[0]?.lines[0]?.leastSpan;
  expect(leastSpan(1e14, 'sha256d')).toBeCloseTo(10);
  expect(leastSpan(16e9, 'scrypt')).toBeCloseTo(1.6);
});
