import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulatedMiner } from '../../../src-main/demo/fleet.ts';
import { api, ask, type FleetSession, read, startSession, unlock } from './simulator-session.ts';

const VERSIONS = ['1.2.0-rc5', '1.2.6', '1.2.7', '1.3.4'];

let session: FleetSession;

beforeAll(async () => {
  session = await startSession(2, { count: 60, profile: 'healthy' });
});
afterAll(() => session.fleet.stop());

const on = (version: string): SimulatedMiner => session.find(({ firmware }) => firmware === version);
const ofModel = (model: string): SimulatedMiner => session.find((miner) => miner.model === model);
const chipsPath = (miner: SimulatedMiner): string => (miner.firmware === '1.3.4' ? '/boards' : '/chains');
const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);

describe('what simulated miners report of themselves', () => {
  it('names the device, its firmware and a MAC of its own', async () => {
    const macs = new Set<string>();
    for (const miner of session.fleet.miners) {
      const info = await read(miner, '/info');
      expect(info).toMatchObject({ fw_name: 'Vnish', fw_version: miner.firmware, model: miner.model, serial: 'N/A' });
      const { mac, ip } = info.system.network_status;
      expect(mac).toMatch(/^02(:[0-9A-F]{2}){5}$/);
      expect([mac, ip]).toEqual([miner.mac, miner.host]);
      expect(info.system.uptime).toMatch(/^(\d+ days, [ \d]\d|[ \d]?\d):\d\d$/);
      macs.add(mac);
    }
    expect(macs.size).toBe(60);
  });

  it('reports each model with its boards, chips and limits', async () => {
    const shapes: Record<string, [string, number, number]> = {
      s19jpro: ['GH/s', 3, 126],
      s19: ['GH/s', 3, 76],
      s21: ['GH/s', 3, 108],
      s21pro: ['GH/s', 3, 65],
      l9: ['MH/s', 3, 110],
      s19prohydro: ['GH/s', 4, 180],
    };
    for (const [code, [unit, boards, chips]] of Object.entries(shapes)) {
      const model = await read(ofModel(code), '/model');
      expect(model.hr_measure).toBe(unit);
      expect([model.chain.num_chains, model.chain.chips_per_chain]).toEqual([boards, chips]);
      const places = model.chain.topology.chips.flat().filter((chip: number) => chip >= 0);
      expect(places.toSorted((a: number, b: number) => a - b)).toEqual([...Array(chips).keys()]);
    }
    expect((await read(ofModel('s19prohydro'), '/model')).cooling.fan_min_count).toBeNull();
  });

  it('gives totals that are the sums of the boards, and the same boards in the summary and the chip lists', async () => {
    for (const miner of session.fleet.miners) {
      const { miner: summary } = await read(miner, '/summary');
      const boards = await read(miner, chipsPath(miner));
      expect(summary.hr_realtime).toBeCloseTo(
        sum(summary.chains.map((c: { hashrate_rt: number }) => c.hashrate_rt)),
        1,
      );
      expect(summary.power_consumption).toBe(
        sum(summary.chains.map((c: { power_consumption: number }) => c.power_consumption)),
      );
      expect(summary.hw_errors).toBe(sum(summary.chains.map((c: { hw_errors: number }) => c.hw_errors)));
      expect(summary.power_efficiency).toBeCloseTo(summary.power_consumption / (summary.hr_average / 1000), 1);
      expect(summary.average_hashrate).toBeCloseTo(summary.hr_average / 1000, 2);
      expect(boards).toHaveLength(summary.chains.length);
      for (const [i, chain] of summary.chains.entries()) {
        const { id, hr_realtime, chips } = boards[i];
        expect([id, hr_realtime]).toEqual([chain.id, chain.hashrate_rt]);
        expect(sum(chips.map((c: { hr: number }) => c.hr))).toBeCloseTo(hr_realtime, 1);
        expect(sum(chips.map((c: { errs: number }) => c.errs))).toBe(chain.hw_errors);
        const { red, orange, grey } = chain.chip_statuses;
        expect(red + orange + grey).toBe(chips.length);
        expect(chips.filter((c: { grade: string }) => c.grade === 'orange')).toHaveLength(orange);
        const hottest = Math.max(...chips.map((c: { temp: number }) => c.temp));
        expect(Math.abs(hottest - chain.chip_temp.max)).toBeLessThanOrEqual(0.5);
      }
    }
  });

  it('hashes within a few percent of the preset in force, at an efficiency such machines have', async () => {
    for (const miner of session.fleet.miners) {
      const { current_preset } = await read(miner, '/perf-summary');
      const { miner: summary } = await read(miner, '/summary');
      const [, watts, rate, unit] = /^(\d+) watt ~ ([\d.]+) (TH|GH)/.exec(current_preset.pretty) ?? [];
      expect(unit).toBe(miner.model === 'l9' ? 'GH' : 'TH');
      expect(summary.hr_realtime / 1000 / Number(rate)).toBeGreaterThan(0.95);
      expect(summary.hr_realtime / 1000 / Number(rate)).toBeLessThan(1.05);
      expect(summary.power_consumption / Number(watts)).toBeGreaterThan(0.96);
      expect(summary.power_consumption / Number(watts)).toBeLessThan(1.04);
      if (miner.model !== 'l9') {
        expect(summary.power_efficiency).toBeGreaterThan(13);
        expect(summary.power_efficiency).toBeLessThan(36);
      }
    }
  });

  it('differs by version where the firmware does', async () => {
    for (const version of VERSIONS) {
      const miner = on(version);
      const { miner: summary } = await read(miner, '/summary');
      const isThirteen = version === '1.3.4';
      expect('hr_nominal' in summary).toBe(version !== '1.2.0-rc5');
      expect('hr_stock' in summary).toBe(version !== '1.2.0-rc5');
      expect('restart_count' in summary).toBe(isThirteen);
      expect('throttled' in summary.miner_status).toBe(isThirteen);
      expect('throttled' in (await read(miner, '/status'))).toBe(isThirteen);
      expect((await api(miner, 'GET', '/chains')).status).toBe(isThirteen ? 404 : 200);
      expect((await api(miner, 'GET', '/boards')).status).toBe(isThirteen ? 200 : 404);
      expect((await api(miner, 'GET', '/chips')).status).toBe(isThirteen ? 404 : 200);
      expect((await api(miner, 'GET', '/logs/pool')).status).toBe(isThirteen ? 200 : 404);
      const { preset_switcher } = await read(miner, '/perf-summary');
      expect('power_delta' in preset_switcher).toBe(!isThirteen);
    }
    const fanKeys = async (miner: SimulatedMiner) =>
      Object.keys((await read(miner, '/summary')).miner.cooling.fans[0] ?? {});
    expect(await fanKeys(on('1.2.0-rc5'))).toEqual(['id', 'rpm', 'status']);
    const withFans = session.find(({ firmware, model }) => firmware === '1.2.6' && model !== 's19prohydro');
    expect(await fanKeys(withFans)).toEqual(['id', 'rpm', 'status', 'max_rpm']);
  });

  it('has water temperatures and no fans where it is cooled by water', async () => {
    const { miner: summary } = await read(ofModel('s19prohydro'), '/summary');
    expect(summary.cooling).toMatchObject({ fan_num: 0, fans: [], settings: { mode: { name: 'immersion' } } });
    expect(summary.chains).toHaveLength(4);
    for (const chain of summary.chains) expect(chain.outlet_water_temp).toBeGreaterThan(chain.inlet_water_temp);
  });

  it('lists presets in ascending order, with their tuning only where they were tuned', async () => {
    const miner = ofModel('s19jpro');
    const presets = await read(miner, '/autotune/presets', { token: await unlock(miner) });
    expect(presets[0]).toMatchObject({ name: 'disabled', status: 'untuned', tune_settings: { modified: true } });
    const watts = presets.slice(1).map(({ name }: { name: string }) => Number(name));
    expect(watts).toEqual(watts.toSorted((a: number, b: number) => a - b));
    const stock = presets.find(({ name }: { name: string }) => name === '2500');
    expect(stock.pretty).toBe('2500 watt ~ 92 TH');
    for (const { status, tune_settings } of presets.slice(1)) {
      expect(tune_settings !== undefined).toBe(status === 'tuned');
      if (tune_settings) expect(tune_settings.chains[0].chips).toHaveLength(126);
    }
    expect(new Set(presets.map(({ status }: { status: string }) => status))).toEqual(new Set(['tuned', 'untuned']));
    expect(presets.at(-1).modded_psu_required).toBe(true);
  });

  it('returns the last day in /metrics, newest first and on a grid but for the newest', async () => {
    const miner = ofModel('s21');
    const { metrics } = await read(miner, '/metrics');
    expect(metrics.length).toBeGreaterThan(4);
    const times = metrics.map(({ time }: { time: number }) => time);
    expect(times).toEqual(times.toSorted((a: number, b: number) => b - a));
    for (const time of times.slice(1)) expect(time % 900).toBe(0);
    const { miner: summary } = await read(miner, '/summary');
    expect(metrics[0].data.hashrate / summary.hr_realtime).toBeGreaterThan(0.95);
    expect(metrics[0].data.hashrate / summary.hr_realtime).toBeLessThan(1.05);
    expect(Math.abs(metrics[0].data.chip_max_temp - summary.chip_temp.max)).toBeLessThan(6);
    const fine = await read(miner, '/metrics?time_slice=600&step=60');
    expect(fine.metrics.length).toBeGreaterThanOrEqual(10);
    expect(fine.metrics.length).toBeLessThanOrEqual(12);
  });

  it('serves the web page outside the API, and its own OpenAPI document', async () => {
    const miner = on('1.3.4');
    for (const path of ['/', '/cgi-bin/get_miner_status.cgi', '/index.html']) {
      const page = await ask(miner, 'GET', path);
      expect([page.status, page.type]).toEqual([200, 'text/html']);
      expect(page.text).toContain('AnthillOS');
    }
    expect((await ask(miner, 'POST', '/cgi-bin/reboot.cgi')).status).toBe(405);
    const document = (await ask(miner, 'GET', '/docs/api-doc.json')).json();
    expect(document.info).toMatchObject({ title: 'xminer-api', version: '0.1.0' });
    expect(Object.keys(document.paths)).toContain('/boards');
    expect(Object.keys(document.paths)).not.toContain('/chains');
  });

  it('returns 404 for API paths it does not have and 405 for a wrong method', async () => {
    const miner = session.first();
    for (const path of ['/presets', '/pools', '/restart', '/factory-info', '/nothing', '']) {
      expect((await api(miner, 'GET', path)).status).toBe(404);
    }
    expect((await api(miner, 'POST', '/summary')).status).toBe(405);
    expect((await api(miner, 'GET', '/unlock')).status).toBe(405);
    expect((await api(miner, 'DELETE', '/settings')).status).toBe(405);
  });

  it('gives the remaining reads of the API', async () => {
    const miner = session.find(({ model }) => model === 's19jpro');
    expect((await read(miner, '/ui')).consts.timezones).toContainEqual(['GMT+12', '(GMT+12)']);
    expect(await read(miner, '/layout')).toBeNull();
    expect(await read(miner, '/chains/factory-info')).toHaveProperty('psu_model');
    for (const type of ['status', 'miner', 'autotune', 'system', 'messages', 'api']) {
      const log = await api(miner, 'GET', `/logs/${type}`);
      expect([log.status, log.type]).toEqual([200, 'text/plain']);
    }
    expect((await api(miner, 'GET', '/logs/status')).text).toMatch(
      /^\[\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\] INFO: Switched to mining$/m,
    );
  });

  it('counts the calls it got', async () => {
    const miner = session.fleet.miners[59] as SimulatedMiner;
    const before = miner.requestCounts.get('GET /status') ?? 0;
    await read(miner, '/status');
    await api(miner, 'GET', '/status?x=1');
    expect(miner.requestCounts.get('GET /status')).toBe(before + 2);
  });
});
