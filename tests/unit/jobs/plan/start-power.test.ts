import { describe, expect, it } from 'vitest';
import { judge } from '../../../../src-main/jobs/goal/judge.ts';
import { type KnownMiner, type Observed, observed } from '../../../../src-main/jobs/goal/known-miner.ts';
import type { Order } from '../../../../src-main/jobs/goal/order.ts';
import { startWatts } from '../../../../src-main/jobs/goal/start-watts.ts';
import { costOf } from '../../../../src-main/jobs/plan/start-cost.ts';
import { resumedItems } from '../../../../src-main/jobs/run/recovery/plan-again.ts';
import type { StoredJob, StoredJobItem } from '../../../../src-main/store/job-records.ts';
import { rebootWords } from '../../../../src-shared/actions/action-words.ts';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';
import { LADDER, type ScriptedMiner } from '../../../fixtures/jobs/scripted-miners.ts';

const KNOWN = { presets: LADDER, max_preset: null } as unknown as KnownMiner;

/** The kilowatts of the start budget that an order needs; null if it needs none. */
function kw(order: Order, now: Partial<Observed>, miner: Partial<KnownMiner> = {}): number | null {
  const judged = judge(order, { ...KNOWN, ...miner }, observed(now), { allowUntuned: false });
  if (!judged.ok) throw new Error(judged.reason);
  return costOf(judged)?.kw ?? null;
}

describe('what a start takes of the budget', () => {
  const failed = { state: 'failure', power_w: 0, preset: '2700' };

  it('is what the preset promises, also where the miner draws nothing now', () => {
    expect(kw({ action: 'restart' }, failed)).toBe(2.7);
    expect(kw({ action: 'reboot' }, failed)).toBe(2.7);
    expect(kw({ action: 'reboot' }, { ...failed, state: 'stopped' })).toBe(2.7);
    expect(kw({ action: 'start' }, { ...failed, state: 'stopped' })).toBe(2.7);
    expect(kw({ action: 'restart' }, { state: 'mining', power_w: 2800, preset: '2700' })).toBe(2.8);
  });

  it('is that of the highest preset where its own is unknown, and more than any budget where all are', () => {
    const unknown = { state: 'stopped', power_w: 0 };
    expect(kw({ action: 'start' }, unknown)).toBe(2.9);
    expect(kw({ action: 'start' }, unknown, { max_preset: '2500' })).toBe(2.5);
    expect(kw({ action: 'resume' }, unknown, { presets: [] })).toBe(Number.POSITIVE_INFINITY);
    expect(startWatts({ presets: [], max_preset: '3080' }, observed({}))).toBe(3080);
  });

  it('is the rise of a preset or a throttle, also where the power of now is unknown', () => {
    const to2900: Order = { action: 'preset', by: { preset: '2900' } };
    expect(kw(to2900, { state: 'mining', power_w: 2450, preset: '2500' })).toBe(0.45);
    expect(kw(to2900, { state: 'mining', power_w: null, preset: '2500' })).toBe(0.4);
    expect(kw(to2900, { state: 'mining', power_w: null, preset: null })).toBe(2.9);
    expect(kw({ action: 'preset', by: { preset: '2100' } }, { state: 'mining', power_w: 2500, preset: '2500' })).toBe(
      null,
    );
    const to100: Order = { action: 'throttle', percent: 100 };
    expect(kw(to100, { state: 'mining', power_w: 1450, preset: '2900', throttled_percent: 50 })).toBe(1.45);
    expect(kw(to100, { state: 'mining', power_w: null, preset: '2900', throttled_percent: 50 })).toBe(1.45);
    expect(kw({ action: 'throttle', percent: 40 }, { state: 'mining', power_w: null, throttled_percent: 50 })).toBe(
      null,
    );
  });
});

describe('in any minute', () => {
  async function most(changes: Partial<ScriptedMiner>, action: 'restart' | 'reboot' | 'start'): Promise<number> {
    const { clock, miners, start, untilEnd } = jobsAtWork(40, {
      changes: () => structuredClone(changes),
      actions: { starts_per_minute: 60, start_kw_per_minute: 20, first_wave: 40 },
    });
    const sent: number[] = [];
    miners.onWrite = () => sent.push(clock.nowMs());
    await untilEnd(await start({ action, confirm_count: 40 }));
    expect(sent).toHaveLength(40);
    return Math.max(...sent.map((at) => sent.filter((other) => other >= at && other < at + 60_000).length));
  }

  it('no more miners start than their power allows, whatever they did before', async () => {
    // 20 kW are enough for six miners of 2.9 kW.
    expect(await most({ state: 'failure' }, 'restart')).toBe(6);
    expect(await most({ state: 'failure' }, 'reboot')).toBe(6);
    expect(await most({ state: 'stopped' }, 'reboot')).toBe(6);
    expect(await most({ state: 'stopped' }, 'start')).toBe(6);
    expect(await most({ state: 'stopped', preset: 'other' }, 'start')).toBe(6);
  });
});

it('a paused job that goes on counts a miner that cannot be judged yet as a start of it', () => {
  const { miners } = jobsAtWork(1);
  const [id = ''] = miners.ids;
  const job = { action: 'preset', params: { preset: '2900' } } as unknown as StoredJob;
  const row = {
    id,
    wave: 1,
    own: null,
    before: { state: 'mining', preset: '2500', power_w: null },
  } as unknown as StoredJobItem;
  const context = { miner: () => ({ ...(miners.miner(id) as KnownMiner), presets: [] }), allowUntuned: false };
  const { items } = resumedItems(job, [row], new Map(), context);
  expect(items).toMatchObject([{ cost: { starts: 1, kw: 2.9 } }]);
});

it('a preview says that stopped miners may mine after a reboot', () => {
  const { jobs, miners } = jobsAtWork(3, { changes: (n) => ({ state: n === 1 ? 'mining' : 'stopped' }) });
  const { plan } = jobs.plans.prepare({ action: 'reboot', params: {}, allow_untuned: false }, miners.ids);
  expect(plan.planned.map(({ expect: { state } }) => state)).toEqual(['mining', null, null]);
  expect(rebootWords(plan)).toMatch(/^2 miners are stopped and may mine after the reboot/);
  expect(rebootWords({ ...plan, planned: plan.planned.slice(0, 1) })).toBeNull();
});
