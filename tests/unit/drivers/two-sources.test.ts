import { describe, expect, it } from 'vitest';
import { parseChains } from '../../../src-main/drivers/vnish/payloads/chains-with-chips.ts';
import { parseDeviceState } from '../../../src-main/drivers/vnish/payloads/device-state.ts';
import { parsePreset } from '../../../src-main/drivers/vnish/payloads/presets.ts';
import { parseSummary } from '../../../src-main/drivers/vnish/payloads/summary.ts';
import { needsDeviceState, withDeviceState } from '../../../src-main/drivers/vnish/state-from-status.ts';
import { JudgedMiner, S19 } from '../../fixtures/farm/judged-miner.ts';
import { fixture } from './fixture.ts';
import { summary } from './recorded-readings.ts';

describe('a figure that is reported twice', () => {
  it('is the sum of the boards where 1.2.0-beta10 has only its deprecated total, a third below', () => {
    const reading = summary('1.2.0-beta10', 'summary-rates-deprecated');
    expect(reading.hashrate_hs).toBe(94_998e9);
    expect(reading.hashrate_average_hs).toBeCloseTo(3 * 33_300e9 * 0.951, -6);
    expect(reading.power_w).toBeCloseTo(3711.9, 1);
    expect(reading.efficiency_j_per_th).toBeCloseTo(39.07, 2);
  });

  it('is the deprecated total where there is nothing else, in a thousand of the unit', () => {
    const reading = parseSummary({ miner: { average_hashrate: 95.1, instant_hashrate: 94.2 } }, 'GH/s');
    expect(reading).toMatchObject({ hashrate_hs: 94.2e12, hashrate_average_hs: 95.1e12 });
    const scrypt = parseSummary({ miner: { average_hashrate: 17.4 } }, 'MH/s');
    expect(scrypt?.hashrate_average_hs).toBe(17.4e9);
  });

  it('is the total where a board does not report its part', () => {
    const chains = [{ id: 1, hashrate_rt: 30_000 }, { id: 2 }];
    expect(parseSummary({ miner: { instant_hashrate: 62, chains } }, 'GH/s')?.hashrate_hs).toBe(62e12);
    expect(parseSummary({ miner: { hr_realtime: 61_000, chains } }, 'GH/s')?.hashrate_hs).toBe(61e12);
  });

  it('leaves out a sensor in error, which the range of the board includes', () => {
    const reading = summary('1.2.0-beta10', 'summary-rates-deprecated');
    expect(reading.chains.map(({ chip_temp_max_c }) => chip_temp_max_c)).toEqual([63, 64, 63]);
    // The range of the whole miner includes it too: 120 °C.
    expect(reading).toMatchObject({ chip_temp_min_c: 61, chip_temp_max_c: 64 });
    const pcbMax = Math.max(...reading.chains.map(({ pcb_temp_max_c }) => pcb_temp_max_c ?? 0));
    expect(reading.pcb_temp_max_c).toBe(pcbMax);
    expect(pcbMax).toBeLessThan(60);
    const miner = new JudgedMiner({ firmware: '1.2.0-beta10' });
    miner.summary(fixture('1.2.0-beta10', 'summary-rates-deprecated') as object);
    expect(miner.attention.join()).not.toContain('hot');
  });

  it('is no 0 W of a board that hashes, as it is none of the whole miner', () => {
    const boards = [
      { id: 1, hashrate_rt: 34_000, power_consumption: 0 },
      { id: 2, hashrate_rt: 0, power_consumption: 0, status: { state: 'disabled' } },
    ];
    const reading = parseSummary({ miner: { hr_realtime: 34_000, power_consumption: 0, chains: boards } }, 'GH/s');
    expect(reading?.chains.map(({ power_w }) => power_w)).toEqual([null, 0]);
    expect(reading).toMatchObject({ power_w: null, efficiency_j_per_th: null });
  });

  it('is the watts of the name of a preset, else those of its text', () => {
    expect(parsePreset({ name: '2500', pretty: '2490 watt ~ 92 TH' })?.power_w).toBe(2500);
    expect(parsePreset({ name: 'eco', pretty: '1800 watt ~ 70 TH' })).toMatchObject({
      power_w: 1800,
      hashrate_hs: 70e12,
    });
    expect(parsePreset({ name: 'silent', pretty: '' })?.power_w).toBeNull();
    expect(parsePreset({ name: 'disabled', pretty: 'Disabled' })?.power_w).toBeNull();
  });

  it('is the unit of /info, then of the own /model, then of the model', () => {
    const unknown = new JudgedMiner({ model: { ...S19, hr_measure: null } });
    unknown.summary({ miner: { miner_status: { miner_state: 'mining' }, hr_realtime: 100_000 } });
    expect(unknown.row.latest_status?.hashrate_hs).toBeNull();
    unknown.device({ hr_measure: 'GH/s', chain: {} });
    unknown.summary({ miner: { miner_status: { miner_state: 'mining' }, hr_realtime: 100_000 } });
    expect(unknown.row.latest_status?.hashrate_hs).toBe(100e12);
    expect(unknown.row.algorithm).toBe('sha256d');
  });
});

describe('a state that is bare text', () => {
  it('is the state, in /summary and /status', () => {
    expect(parseSummary({ miner: { miner_status: 'mining' } }, 'GH/s')).toMatchObject({ state: 'mining' });
    expect(parseDeviceState('stopped')).toMatchObject({ state: 'stopped', state_seconds: null, failure_code: null });
    expect(parseDeviceState(7)).toBeNull();
    expect(parseDeviceState('')).toBeNull();
  });
});

describe('/status beside /summary', () => {
  const device = {
    state: 'starting',
    state_seconds: 4,
    state_description: null,
    failure_code: null,
    throttled_percent: 60,
    find_miner: null,
    restart_required: null,
    reboot_required: null,
    unlock_timeout_s: null,
  };
  const read = (miner: object | null) => {
    const reading = parseSummary({ miner }, 'GH/s');
    if (reading === null) throw new Error('the summary was not read');
    return reading;
  };

  it('is asked only where it could change the judgement', () => {
    const status = { miner_state: 'mining', miner_state_time: 9000 };
    const rates = { hr_realtime: 62_600, hr_nominal: 104_000 };
    expect(needsDeviceState(read(null), '1.2.6')).toBe(true);
    expect(needsDeviceState(read({ miner_status: status, ...rates }), '1.3.3')).toBe(true);
    expect(needsDeviceState(read({ miner_status: status, ...rates }), '2.0.0')).toBe(true);
    expect(needsDeviceState(read({ miner_status: status, ...rates }), '1.2.8')).toBe(false);
    expect(needsDeviceState(read({ miner_status: status, ...rates }), null)).toBe(false);
    expect(needsDeviceState(read({ miner_status: status, ...rates, hr_realtime: 104_000 }), '1.3.3')).toBe(false);
    expect(needsDeviceState(read({ miner_status: { ...status, throttled: 60 }, ...rates }), '1.3.3')).toBe(false);
  });

  it('fills in what the summary leaves out, and nothing else', () => {
    expect(withDeviceState(read(null), device)).toMatchObject({
      state: 'starting',
      state_seconds: 4,
      throttled_percent: 60,
    });
    const mining = read({ miner_status: { miner_state: 'mining', throttled: 80 } });
    expect(withDeviceState(mining, device)).toEqual(mining);
    expect(withDeviceState(mining, null)).toBe(mining);
  });
});

describe('1.2.8 on water', () => {
  it('is well: one fan at 0 rpm is none, its boards have 21.6 V and water', () => {
    const hydro = { ...S19, alias: 's21plushydro', name: 'Antminer S21+ Hydro', chips_per_chain: 95, presets: [] };
    const miner = new JudgedMiner({ model: hydro, firmware: '1.2.8' });
    miner.summary(fixture('1.2.8-hydro', 'summary') as object, {
      perf: fixture('1.2.8-hydro', 'perf-summary') as object,
    });
    expect(miner.attention).toEqual([]);
    expect(miner.detail.lost_fan_ids).toEqual([]);
    expect(miner.row.latest_status).toMatchObject({ hashrate_expected_hs: 422e12, cooling_mode: 'immersion' });
    expect(miner.detail.chains[0]).toMatchObject({
      voltage_v: 21.585,
      water_inlet_temp_c: 29,
      water_outlet_temp_c: 39,
    });
  });

  it('reads the grade of a chip under the name status', () => {
    const [board] = parseChains(fixture('1.2.8-hydro', 'chips'), 'GH/s')?.chains ?? [];
    expect(board?.chips).toHaveLength(95);
    expect(board?.chips[28]).toMatchObject({ chip_id: 29, grade: 'grey', errors: 3 });
    expect(board?.chips[29]).toMatchObject({ chip_id: 30, grade: 'orange', errors: 4 });
  });
});
