import { describe, expect, it } from 'vitest';
import { parseDeviceState } from '../../../src-main/drivers/vnish/payloads/device-state.ts';
import { parseInfo } from '../../../src-main/drivers/vnish/payloads/info.ts';
import { parseMetrics } from '../../../src-main/drivers/vnish/payloads/metrics.ts';
import { parsePerformance } from '../../../src-main/drivers/vnish/payloads/performance.ts';
import { parseSummary } from '../../../src-main/drivers/vnish/payloads/summary.ts';
import { fixture } from './fixture.ts';
import { StatusReadingShape } from './reading-schemas.ts';
import { chains, presets, summary } from './recorded-readings.ts';

describe('1.2.7', () => {
  it('reads an S21 Pro that is being tuned, with several pools active', () => {
    const reading = summary('1.2.7');
    expect(reading).toMatchObject({
      state: 'auto-tuning',
      cooling_mode: 'immersion',
      pool_url: 'pool.example.net:3333',
      pool_user: 'farm.2',
    });
    expect(reading.efficiency_j_per_th).toBeCloseTo(14.81, 1);
    expect(reading.pools).toHaveLength(4);
    expect(chains('1.2.7')[0]?.chips[3]).toMatchObject({ grade: 'orange', throttled: true });
  });

  it('reads the preset in effect and the switcher that moved it there', () => {
    expect(parsePerformance(fixture('1.2.7', 'perf-summary'))).toEqual({
      preset: '2800',
      preset_pretty: '2800 watt ~ 188 TH',
      preset_hashrate_hs: 188e12,
      preset_power_w: 2800,
      preset_status: 'untuned',
      modded_psu_required: false,
      switcher: { enabled: true, top: '3160', min: '2550' },
    });
    expect(parsePerformance(fixture('1.2.7', 'perf-summary-untuned'))).toMatchObject({ preset: null });
  });

  it('reads a scrypt miner in its own unit', () => {
    const info = parseInfo(fixture('1.2.7-l9', 'info'));
    expect(info).toMatchObject({ algorithm: 'scrypt', hr_measure: 'MH/s' });
    const reading = summary('1.2.7-l9', 'summary', 'MH/s');
    expect(reading.hashrate_hs).toBeCloseTo(17.3948e9, 0);
    expect(reading.efficiency_j_per_th).toBeCloseTo(3360 / 0.0174, 0);
    expect(chains('1.2.7-l9', 'chains', 'MH/s')[0]?.chips[0]?.hashrate_hs).toBeCloseTo(52.1e6, 0);
    expect(presets('1.2.7-l9').map((preset) => preset.hashrate_hs)).toEqual([null, 16.5e9, 17.4e9]);
  });

  it.each([null, 'N/A', 'TH', 'constructor', '__proto__'])(
    'reports no hash rate at all where the unit is %s, and everything else',
    (unit) => {
      const reading = StatusReadingShape.parse(parseSummary(fixture('1.2.7', 'summary'), unit));
      expect(reading).toMatchObject({ hashrate_hs: null, hashrate_average_hs: null, efficiency_j_per_th: null });
      expect(reading).toMatchObject({ power_w: 2790, chip_temp_max_c: 71 });
      expect(reading.chains.every((chain) => chain.hashrate_hs === null && chain.voltage_v === 13.15)).toBe(true);
    },
  );
});

describe('1.3', () => {
  it('reads a hydro miner: water temperatures, and lost fans as they are', () => {
    const reading = summary('1.3.3-hydro');
    expect(reading.chains).toHaveLength(4);
    expect(reading.chains[3]).toMatchObject({ water_inlet_temp_c: 31, water_outlet_temp_c: 38 });
    expect(reading.fans).toEqual([
      { fan_id: 0, rpm: 0, max_rpm: 6000, status: 'lost' },
      { fan_id: 1, rpm: 0, max_rpm: 6000, status: 'lost' },
    ]);
    expect(reading).toMatchObject({ throttled_percent: 100, cooling_mode: 'manual' });
    expect(reading.pools[0]?.pool_id).toBe(1_073_741_824);
    expect(presets('1.3.3-hydro').map((preset) => [preset.hashrate_hs, preset.modded_psu_required])).toEqual([
      [132e12, false],
      [198e12, true],
    ]);
  });

  it('reads a throttled miner, and one that is stopped', () => {
    expect(summary('1.3.4').throttled_percent).toBe(80);
    expect(parseDeviceState(fixture('1.3.4', 'status'))).toMatchObject({ state: 'stopped', throttled_percent: 0 });
  });

  it('takes N/A and unknown for unknown', () => {
    expect(parseInfo(fixture('1.3.4', 'info-starting'))).toMatchObject({
      hr_measure: null,
      algorithm: null,
      serial: null,
      uptime_s: 0,
    });
  });

  it('reads boards as chains', () => {
    const boards = chains('1.3.4', 'boards');
    expect(boards.map((board) => [board.chain_id, board.chips.length])).toEqual([
      [1, 126],
      [2, 126],
      [3, 126],
    ]);
  });

  it('reads presets inside an object, with bare numbers as names', () => {
    expect(presets('1.3.4').map((preset) => [preset.name, preset.power_w, preset.hashrate_hs])).toEqual([
      ['1740', 1740, 65e12],
      ['3250', 3250, 106e12],
    ]);
  });

  it('reads board_id of metrics as the chain', () => {
    expect(parseMetrics(fixture('1.3.4', 'metrics'), 'GH/s')?.events[0]?.chain_id).toBe(2);
  });
});

describe('a rebrand', () => {
  it('is a miner, but not VNish', () => {
    expect(parseInfo(fixture('uniplusos', 'info'))).toMatchObject({
      fw_name: 'UniPlusOS',
      is_vnish: false,
      mac: '02:95:23:00:00:0a',
    });
  });
});
