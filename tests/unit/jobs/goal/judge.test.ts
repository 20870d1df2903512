import { expect, it } from 'vitest';
import { judge, judgeMiner } from '../../../../src-main/jobs/goal/judge.ts';
import { type KnownMiner, type Observed, observed } from '../../../../src-main/jobs/goal/known-miner.ts';
import { orderOf } from '../../../../src-main/jobs/goal/order.ts';
import type { Skip } from '../../../../src-main/jobs/goal/skip.ts';
import type { JobAction, JobParams, Preset, SkipCode } from '../../../../src-shared/model/index.ts';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';
import { LADDER } from '../../../fixtures/jobs/scripted-miners.ts';

const rung = (name: string, changes: Partial<Preset> = {}): Preset => ({
  name,
  pretty: null,
  power_w: Number(name),
  hashrate_hs: Number(name) * 3e10,
  status: 'tuned',
  modded_psu_required: false,
  ...changes,
});

const MINER: KnownMiner = {
  id: '02:95:23:00:00:01',
  name: 'R1',
  ip: '127.1.0.1',
  hostname: null,
  tags: [],
  online: true,
  managed: true,
  hasCredentials: true,
  canAct: () => 'yes',
  model_alias: 's19jpro',
  algorithm: 'sha256d',
  firmware_version: '1.2.6',
  max_preset: '3250',
  presets: [
    rung('2100', { status: 'untuned' }),
    rung('2500'),
    rung('2900'),
    rung('3250', { modded_psu_required: true }),
    rung('3500'),
  ],
  now: null,
  now_at: null,
};
const MINING = observed({ state: 'mining', preset: '2900', power_w: 2900, throttled_percent: 100, locate_on: false });
const HOT = { state: 'stopped', state_description: 'chain#1 - Overheated, chip temp=104' };
const POOL = { pool_id: 0, url: 'pool.example:3333', user: 'farm.1', status: 'active', accepted: 1 };
const SWITCHER = { enabled: true, top: '2900', min: '2500' };

/** Why this miner is skipped; null if it is not. */
function why(
  action: JobAction,
  params: JobParams,
  now: Partial<Observed>,
  miner: Partial<KnownMiner> = {},
): SkipCode | null {
  const order = orderOf(action, params);
  const known = { ...MINER, ...miner };
  const judged: Skip | { ok: true } =
    judgeMiner(order, known) ?? judge(order, known, { ...MINING, ...now }, { allowUntuned: false });
  return judged.ok ? null : judged.code;
}

it.each<[SkipCode | null, JobAction, JobParams, Partial<Observed>?, Partial<KnownMiner>?]>([
  [null, 'preset', { preset: '2500' }],
  [null, 'restart', {}],
  ['unmanaged', 'locate', { on: true }, {}, { managed: false }],
  ['offline', 'restart', {}, {}, { online: false }],
  ['not_allowed', 'pause', {}, {}, { hasCredentials: false }],
  ['not_allowed', 'pause', {}, {}, { canAct: () => 'no' }],
  ['not_allowed', 'throttle', { percent: 70 }, {}, { canAct: () => 'old' }],
  ['not_allowed', 'restart', {}, { state: 'stopped' }],
  ['not_allowed', 'throttle', { percent: 70 }, { state: 'stopped' }],
  ['not_allowed', 'switch_pool', { url: 'pool.example:3333' }, { pools: [] }],
  ['config_corrupt', 'pause', {}, { config_corrupt: true }],
  [null, 'reboot', {}, { config_corrupt: true }],
  [null, 'locate', { on: true }, { config_corrupt: true }],
  [
    'already_there',
    'switch_pool',
    { url: 'Pool.example:3333' },
    { pools: [POOL, { ...POOL, pool_id: 1, status: 'working' }] },
  ],
  [null, 'switch_pool', { url: 'b.example:1' }, { pools: [POOL, { ...POOL, url: 'b.example:1', status: 'working' }] }],
  ['already_there', 'locate', { on: false }],
  ['already_there', 'pause', {}, { state: 'stopped' }],
  ['already_there', 'pause', {}, { state: 'paused' }],
  ['already_there', 'stop', {}, { state: 'sleep' }],
  [null, 'stop', {}, { state: 'paused' }],
  ['already_there', 'resume', {}],
  ['already_there', 'throttle', { percent: 100 }],
  ['already_there', 'preset', { preset: '2900' }],
  ['already_there', 'preset', { steps: 1 }, { preset: '3500' }],
  ['busy', 'restart', {}, { state: 'starting' }],
  ['busy', 'restart', {}, { state: 'auto-tuning' }],
  ['busy', 'preset', { preset: '2500' }, { state: 'auto-tuning' }],
  ['busy', 'stop', {}, { state: 'restarting' }],
  ['cooling_down', 'restart', {}, { state: 'initializing', state_description: 'Cooling down the miner' }],
  ['cooling_down', 'reboot', {}, { state: 'starting', state_description: 'Cooling down the miner' }],
  ['busy', 'restart', {}, { state: 'initializing', state_description: 'Cooling down completed' }],
  ['cooling_down', 'start', {}, { ...HOT, chip_temp_max_c: 60 }],
  ['cooling_down', 'resume', {}, { ...HOT, chip_temp_max_c: 84 }],
  ['cooling_down', 'restart', {}, { ...HOT, state: 'failure', chip_temp_max_c: 84 }],
  [null, 'start', {}, { ...HOT, chip_temp_max_c: 59 }],
  [null, 'start', {}, HOT],
  [null, 'start', {}, { state: 'stopped', chip_temp_max_c: 84 }],
  [null, 'locate', { on: true }, { ...HOT, chip_temp_max_c: 84 }],
  ['failure', 'pause', {}, { state: 'failure' }],
  ['failure', 'preset', { preset: '2500' }, { state: 'failure' }],
  [null, 'restart', {}, { state: 'failure' }],
  ['restart_pending', 'preset', { preset: '2500' }, { restart_required: true }],
  ['restart_pending', 'preset', { preset: '2500' }, { reboot_required: true }],
  ['unknown_preset', 'preset', { preset: '2600' }],
  ['unknown_preset', 'preset', { preset: '2500' }, {}, { presets: [] }],
  ['unknown_preset', 'preset', { watts: 1000 }],
  ['untuned', 'preset', { preset: '2100' }],
  ['untuned', 'preset', { watts: 2200 }],
  [null, 'preset', { preset: '2500' }, {}, { presets: [rung('2500', { status: null })] }],
  ['untuned', 'preset', { preset: '2500' }, { presets: [rung('2500', { status: null }), rung('2900')] }],
  ['above_max_preset', 'preset', { preset: '3500' }],
  ['above_max_preset', 'preset', { preset: '2500' }, {}, { max_preset: '2100' }],
  ['modded_psu_required', 'preset', { preset: '3250' }],
  [null, 'preset', { preset: '2500' }, { switcher: SWITCHER }],
  ['switcher_bounds', 'preset', { preset: '2500' }, { switcher: { ...SWITCHER, min: '2900' } }],
  ['switcher_bounds', 'preset', { preset: '2900' }, { preset: '2500', switcher: { ...SWITCHER, top: '2500' } }],
])('is %s for %s %j where %j, %j', (code, action, params, now = {}, miner = {}) => {
  expect(why(action, params, now, miner)).toBe(code);
});

it.each<[Partial<Observed>, number | null, number | null]>([
  // It says that it mines, and does not hash.
  [{ hashrate_hs: 0, power_w: 200, hashrate_expected_hs: 85e12 }, 2900, 85e12],
  [{ hashrate_hs: 0, power_w: 200 }, 2900, 87e12],
  [{ hashrate_hs: 0, power_w: 200, throttled_percent: 50 }, 1450, 43.5e12],
  // Its figures are not known any more.
  [{ hashrate_hs: null, power_w: null }, 2900, 87e12],
  [{ hashrate_hs: 0, power_w: 200, preset: null }, null, null],
  // It hashes, however little: nobody knows whether a restart cures that.
  [{ hashrate_hs: 40e12, power_w: 1500, hashrate_expected_hs: 85e12 }, 1500, 40e12],
])('a restart and a reboot of a miner with %j are expected to bring %s W and %s H/s', (now, power_w, hashrate_hs) => {
  for (const action of ['restart', 'reboot'] as const) {
    const judged = judge({ action }, MINER, { ...MINING, ...now }, { allowUntuned: false });
    expect(judged).toMatchObject({ ok: true, expect: { power_w, hashrate_hs } });
  }
});

it('a step goes by the power of the presets, in whatever order the miner lists them', async () => {
  for (const steps of [1, -1] as const) {
    const work = jobsAtWork(1, {
      changes: () => ({ preset: '2500', stored: '2500', live: true, ladder: LADDER.toReversed() }),
    });
    await work.untilEnd(await work.start({ action: 'preset', params: { steps }, confirm_count: 1 }));
    expect(work.miners.at(1).stored).toBe(steps > 0 ? '2700' : '2300');
  }
});
