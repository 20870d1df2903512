import { describe, expect, it } from 'vitest';
import { initiallyTunedRungs, type MinerPlan, planMiner } from '../../../src-main/demo/farm-profiles.ts';
import { presetLadder } from '../../../src-main/demo/hardware/preset-ladders.ts';
import { defaultSettings } from '../../../src-main/demo/settings.ts';

const plans = (profile: string, count = 1000, seed = 1): MinerPlan[] =>
  Array.from({ length: count }, (_, index) => planMiner(seed, index, profile));

const countBy = (items: MinerPlan[], key: (plan: MinerPlan) => string): Record<string, number> =>
  Object.fromEntries(Object.entries(Object.groupBy(items, key)).map(([name, group]) => [name, group?.length ?? 0]));

describe('the plan of a farm', () => {
  it('gives ten thousand miners as many MACs, all locally administered', () => {
    const macs = plans('mixed', 10_000, 12_345).map(({ mac }) => mac);
    expect(new Set(macs).size).toBe(10_000);
    expect(macs.filter((mac) => !/^02(:[0-9A-F]{2}){5}$/.test(mac))).toEqual([]);
  });

  it('mixes models and versions in believable shares', () => {
    const farm = plans('mixed');
    const models = countBy(farm, ({ model }) => model.code);
    expect(Object.keys(models).toSorted()).toEqual(['l9', 's19', 's19jpro', 's19prohydro', 's21', 's21pro']);
    expect(models['s19jpro']).toBeGreaterThan(300);
    const versions = countBy(farm, ({ version }) => version.name);
    expect(Object.keys(versions).toSorted()).toEqual(['1.2.0-rc5', '1.2.6', '1.2.7', '1.3.4']);
  });

  it('has every kind of ailment in a small mixed farm, and none in any other profile', () => {
    const kinds = plans('mixed', 42).flatMap(({ ailment }) => (ailment === null ? [] : [ailment.kind]));
    expect(kinds.toSorted()).toEqual(['dead-chips', 'hot-board', 'weak-chips']);
    for (const profile of ['healthy', 's21']) {
      expect(plans(profile).filter(({ ailment, startsUntuned }) => ailment !== null || startsUntuned)).toEqual([]);
    }
  });

  it('stores addresses of pools with a scheme or, before 1.3, without one', () => {
    const forms = plans('mixed').map((plan) => {
      const [{ url } = { url: '' }] = defaultSettings(plan, '127.0.0.1').miner.pools;
      return `${plan.version.name} ${url.startsWith('stratum+tcp://') ? 'scheme' : 'bare'}`;
    });
    const seen = [...new Set(forms)].toSorted();
    expect(seen).toEqual([
      '1.2.0-rc5 bare',
      ...['1.2.6 bare', '1.2.6 scheme', '1.2.7 bare', '1.2.7 scheme'],
      '1.3.4 scheme',
    ]);
  });

  it('names most miners Antminer and some after their place', () => {
    const names = plans('mixed').map(({ hostname }) => hostname);
    const placed = names.filter((name) => /^R\d+-S\d\d-\d\d$/.test(name));
    expect(placed.length).toBeGreaterThan(100);
    expect(placed.length + names.filter((name) => name === 'Antminer').length).toBe(1000);
  });

  it('depends on the seed alone', () => {
    expect(plans('mixed', 50, 9)).toEqual(plans('mixed', 50, 9));
    expect(plans('mixed', 50, 9).map(({ mac }) => mac)).not.toEqual(plans('mixed', 50, 10).map(({ mac }) => mac));
  });

  it('has tuned the configured preset, unless it starts untuned', () => {
    for (const plan of plans('mixed')) {
      expect(presetLadder(plan.model)[plan.startRung]).toBeDefined();
      expect(initiallyTunedRungs(plan).has(plan.startRung)).toBe(!plan.startsUntuned);
    }
  });
});

describe('a preset ladder', () => {
  it('climbs in power, rate, frequency and voltage, within what the model allows', () => {
    const models = new Set(plans('mixed').map(({ model }) => model));
    expect(models.size).toBe(6);
    for (const model of models) {
      const ladder = presetLadder(model);
      for (const [i, rung] of ladder.entries()) {
        expect(rung.name).toBe(String(rung.powerW));
        expect(rung.freqMhz).toBeGreaterThanOrEqual(model.freqMhz.min);
        expect(rung.freqMhz).toBeLessThanOrEqual(model.freqMhz.max);
        expect(rung.voltMv % 10).toBe(0);
        expect(rung.voltMv).toBeLessThanOrEqual(model.volt.max * 10);
        const below = ladder[i - 1];
        if (below === undefined) continue;
        expect(rung.powerW).toBeGreaterThan(below.powerW);
        expect(rung.hr).toBeGreaterThan(below.hr);
        expect(rung.freqMhz).toBeGreaterThanOrEqual(below.freqMhz);
        expect(Number(rung.moddedPsuRequired)).toBeGreaterThanOrEqual(Number(below.moddedPsuRequired));
      }
    }
  });
});
