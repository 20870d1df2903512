import { describe, expect, it } from 'vitest';
import { parseDeviceModel } from '../../../src-main/drivers/vnish/payloads/device-model.ts';
import { parseDeviceState } from '../../../src-main/drivers/vnish/payloads/device-state.ts';
import { parseInfo } from '../../../src-main/drivers/vnish/payloads/info.ts';
import { parseMetrics } from '../../../src-main/drivers/vnish/payloads/metrics.ts';
import { parseSummary } from '../../../src-main/drivers/vnish/payloads/summary.ts';
import { fixture } from './fixture.ts';
import { StatusReadingShape } from './reading-schemas.ts';
import { chains, presets, summary } from './recorded-readings.ts';

describe('1.2.0 betas and release candidates', () => {
  it('beta10: takes power from power_usage and temperatures from the sensors', () => {
    const reading = summary('1.2.0-beta10');
    expect(reading).toMatchObject({
      power_w: 3031.5,
      pcb_temp_max_c: 51,
      chip_temp_max_c: 63,
      hashrate_nominal_hs: null,
      fan_count: 4,
      fan_rpm_max: 5520,
      cooling_mode: 'auto',
    });
    expect(reading.chains[0]).toMatchObject({
      power_w: 1010.5,
      pcb_temp_min_c: 46,
      pcb_temp_max_c: 49,
      chip_temp_min_c: 61,
      chip_temp_max_c: 61,
    });
    expect(reading.fans[0]).toEqual({ fan_id: 0, rpm: 5400, max_rpm: null, status: null });
    expect(reading.pools.every((pool) => pool.ping_ms === null)).toBe(true);
  });

  it('old ones: the version is called firmware_version', () => {
    const network_status = { mac: '02:95:23:00:00:01' };
    const info = { miner: 'Antminer S19', model: 's19', fw_name: 'Vnish', system: { network_status } };
    expect(parseInfo({ ...info, firmware_version: '1.2.0' })?.fw_version).toBe('1.2.0');
    expect(parseInfo({ ...info, firmware_version: '1.2.0', fw_version: '1.2.6' })?.fw_version).toBe('1.2.6');
    expect(parseInfo({ ...info, firmware_version: '1.2.0', fw_version: 'N/A' })?.fw_version).toBe('1.2.0');
  });

  it('rc3: works the efficiency out, because the reported one is in other units', () => {
    expect(summary('1.2.0-rc3').efficiency_j_per_th).toBeCloseTo(3015 / 96.5, 6);
  });

  it('fans as bare speeds are numbered by their place', () => {
    const reading = summary('1.2.0-rc3', 'summary-fans-as-speeds');
    expect(reading.fans.map((fan) => [fan.fan_id, fan.rpm])).toEqual([
      [0, 5400],
      [1, 5460],
      [2, 0],
      [3, 5400],
    ]);
  });

  it('rc5: while starting, hash rates are a measured 0 and temperatures unknown', () => {
    const reading = summary('1.2.0-rc5');
    expect(reading).toMatchObject({
      state: 'initializing',
      state_seconds: 31,
      hashrate_hs: 0,
      power_w: 0,
      efficiency_j_per_th: null,
      chip_temp_max_c: null,
      pcb_temp_max_c: null,
      pool_user: '*****',
    });
    expect(reading.chains[0]).toMatchObject({ chips_red: 126, chips_orange: 0, chips_grey: 0, state: 'initializing' });
    expect(reading.fans[3]).toEqual({ fan_id: 3, rpm: 0, max_rpm: null, status: 'lost' });
  });

  it('a summary without a miner is a reading of which everything is unknown', () => {
    for (const payload of [fixture('1.2.0-rc5', 'summary-no-miner'), {}]) {
      const reading = StatusReadingShape.parse(parseSummary(payload, 'GH/s'));
      const { fans, chains: boards, pools, ...figures } = reading;
      expect(new Set(Object.values(figures))).toEqual(new Set([null]));
      expect([fans, boards, pools]).toEqual([[], [], []]);
    }
  });

  it('an error in the place of a summary is no reading: the miner must not look well', () => {
    expect(parseSummary({ error: 'unauthorized', code: 401 }, 'GH/s')).toBeNull();
    expect(parseSummary({ error: 'x', miner: null }, 'GH/s')).not.toBeNull();
  });

  it.each([
    ['stratum+tcp://farm.1:s3cret@pool.example.net:3333', 'stratum+tcp://pool.example.net:3333'],
    ['farm.1:s3cret@pool.example.net:3333', 'pool.example.net:3333'],
    ['stratum+ssl://pool.example.net:3333/@x', 'stratum+ssl://pool.example.net:3333/@x'],
    ['DevFee', 'DevFee'],
  ])('the address of a pool is shown without the login in it: %s', (url, shown) => {
    expect(parseSummary({ miner: { pools: [{ url }] } }, 'GH/s')?.pools[0]?.url).toBe(shown);
  });

  it('1.2.5-beta1: an info without algorithm and serial is a miner nevertheless', () => {
    expect(parseInfo(fixture('1.2.5-beta1', 'info'))).toMatchObject({
      mac: '02:95:23:00:00:13',
      algorithm: null,
      serial: null,
      is_vnish: true,
      uptime_s: 27 * 86_400 + 12 * 3600 + 24 * 60,
    });
  });
});

describe('1.2.6', () => {
  it('reads who it is', () => {
    expect(parseInfo(fixture('1.2.6', 'info'))).toEqual({
      mac: '02:95:23:00:00:01',
      label: 's19',
      model_alias: 's19',
      miner_name: 'Antminer S19',
      fw_name: 'Vnish',
      fw_version: '1.2.6',
      is_vnish: true,
      hr_measure: 'GH/s',
      algorithm: 'sha256d',
      hostname: 'Antminer',
      ip: '10.0.0.5',
      uptime_s: 86_400 + 17 * 3600 + 2 * 60,
      serial: null,
      platform: 'xil',
      install_type: 'nand',
      build_time: '2025-01-15 10:00:00',
    });
  });

  it('reads the board layout, gaps as -1', () => {
    const model = parseDeviceModel(fixture('1.2.6', 'model'));
    expect(model).toMatchObject({ alias: 's19', chains: 3, chips_per_chain: 76 });
    const cells = model?.board_rows?.flat() ?? [];
    expect(cells.filter((cell) => cell >= 0)).toEqual(Array.from({ length: 76 }, (_, chip) => chip));
    expect(cells.at(-1)).toBe(-1);
  });

  it('reads a status in hashes per second, volts and watts', () => {
    const reading = summary('1.2.6');
    expect(reading).toMatchObject({
      state: 'mining',
      state_seconds: 656_931,
      hashrate_hs: 91_231.5e9,
      hashrate_average_hs: 92_310e9,
      hashrate_nominal_hs: 94_800e9,
      power_w: 3021,
      pcb_temp_max_c: 50,
      chip_temp_min_c: 55,
      chip_temp_max_c: 69,
      hw_error_percent: 0.01,
      fan_count: 4,
      fan_duty_percent: 55,
      fan_rpm_max: 4320,
      pool_url: 'pool.example.net:3333',
      pool_user: 'farm.1',
      throttled_percent: null,
    });
    expect(reading.efficiency_j_per_th).toBeCloseTo(32.73, 2);
    expect(reading.chains[1]).toEqual({
      chain_id: 2,
      state: 'mining',
      state_description: 'Chain is unbalanced',
      hashrate_hs: 30_410.5e9,
      hashrate_nominal_hs: 31_600e9,
      frequency_mhz: 675,
      voltage_v: 13.8,
      power_w: 1007,
      pcb_temp_min_c: 41,
      pcb_temp_max_c: 49,
      chip_temp_min_c: 55,
      chip_temp_max_c: 68,
      water_inlet_temp_c: null,
      water_outlet_temp_c: null,
      hw_errors: 6,
      chips_red: 0,
      chips_orange: 2,
      chips_grey: 74,
    });
    expect(reading.fans[0]).toEqual({ fan_id: 0, rpm: 4200, max_rpm: 6000, status: 'ok' });
    expect(reading.pools[0]).toEqual({
      pool_id: 0,
      url: 'pool.example.net:3333',
      user: 'farm.1',
      pool_type: 'UserPool',
      status: 'active',
      accepted: 1520,
      rejected: 3,
      stale: 1,
      ping_ms: 24,
    });
  });

  it('keeps the mask that stands for users read without credentials', () => {
    expect(summary('1.2.6', 'summary-masked').pool_user).toBe('*****');
  });

  it('reads a failure, where there is nothing but a reason', () => {
    expect(summary('1.2.6', 'summary-failure')).toMatchObject({
      state: 'failure',
      failure_code: 1002,
      state_description: 'Failed to parse miner configuration',
      hashrate_hs: 0,
      fans: [],
      fan_count: 0,
      fan_rpm_max: null,
      chains: [],
      pool_url: null,
      pool_user: null,
    });
    expect(parseDeviceState(fixture('1.2.6', 'status-failure'))).toMatchObject({
      state: 'failure',
      failure_code: 1002,
    });
    expect(chains('1.2.6', 'chains-failure')).toEqual([]);
  });

  it('reads chips, a failed sensor and a broken board', () => {
    const [first, second, third] = chains('1.2.6');
    expect(first?.chips).toHaveLength(76);
    expect(first?.chips[0]).toEqual({
      chip_id: 0,
      hashrate_hs: 210.4e9,
      frequency_mhz: 675,
      voltage_mv: 350,
      temp_c: 58,
      errors: 0,
      grade: 'orange',
      throttled: false,
    });
    expect(first?.chips[7]).toMatchObject({ hashrate_hs: 0, temp_c: null, errors: 412, grade: 'red' });
    expect(second?.sensors).toEqual([{ chip_id: 28, state: 'error', board_temp_c: null, chip_temp_c: null }]);
    expect(third).toMatchObject({ state: 'failure', failure_message: 'Chain break detected', hashrate_hs: 0 });
  });

  it('reads presets: watts from the name, hash rate from the text', () => {
    expect(presets('1.2.6')).toEqual([
      {
        name: 'disabled',
        pretty: 'Disabled',
        power_w: null,
        hashrate_hs: null,
        status: 'untuned',
        modded_psu_required: false,
      },
      {
        name: '1100',
        pretty: '1100 watt ~ 53 TH',
        power_w: 1100,
        hashrate_hs: 53e12,
        status: 'untuned',
        modded_psu_required: false,
      },
      {
        name: '2500',
        pretty: '2500 watt ~ 92 TH',
        power_w: 2500,
        hashrate_hs: 92e12,
        status: 'tuned',
        modded_psu_required: false,
      },
      {
        name: '4690',
        pretty: '4690 watt ~ 130 TH',
        power_w: 4690,
        hashrate_hs: 130e12,
        status: 'untuned',
        modded_psu_required: true,
      },
    ]);
  });

  it('leaves out metrics from before the clock was set', () => {
    const reading = parseMetrics(fixture('1.2.6', 'metrics'), 'GH/s');
    expect(reading?.points.map((point) => point.at)).toEqual([1_760_000_123_000, 1_759_999_500_000]);
    expect(reading?.points[0]).toMatchObject({ hashrate_hs: 91_231.5e9, power_w: 3021, chip_temp_max_c: 69 });
    expect(reading?.events).toEqual([
      { at: 1_759_999_000_000, type: 'start', chain_id: null },
      { at: 1_759_998_000_000, type: 'disable_chain', chain_id: 3 },
    ]);
  });
});
