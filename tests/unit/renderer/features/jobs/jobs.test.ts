import { describe, expect, it } from 'vitest';
import { JobSteps } from '../../../../../src-renderer/api/live/job-steps.ts';
import { MinersInJobs } from '../../../../../src-renderer/api/live/miners-in-jobs.ts';
import {
  formatOrderLocation,
  parseOrderPath,
} from '../../../../../src-renderer/features/jobs/actions/order-location.ts';
import { formatOrderParams, parseOrderParams } from '../../../../../src-renderer/features/jobs/actions/order-params.ts';
import { pauseOrResume, whyNone, whyNot } from '../../../../../src-renderer/features/jobs/actions/verbs.ts';
import { newlyHalted } from '../../../../../src-renderer/features/jobs/job/halted-jobs.ts';
import {
  countsText,
  doneSince,
  jobSeconds,
  leftOutText,
  newlySpoken,
  paceWords,
  spokenWords,
  undoStateWords,
  undosOf,
  undoWaitsWords,
} from '../../../../../src-renderer/features/jobs/job/job-facts.ts';
import { jobReport } from '../../../../../src-renderer/features/jobs/job/job-report.ts';
import { jobSegments } from '../../../../../src-renderer/features/jobs/job/job-segments.ts';
import {
  actedStateText,
  expectedText,
  hashrateChange,
  isLateInJob,
  itemText,
  jobProgress,
  jobStateText,
  minerHashrateChange,
  minerPowerChange,
  orderTitle,
  powerChange,
  queuedText,
  stateChangeText,
  troubleWords,
  verdictText,
} from '../../../../../src-renderer/features/jobs/job-words.ts';
import { jobsTexts } from '../../../../../src-renderer/features/jobs/jobs-texts.ts';
import {
  alsoWords,
  basisWords,
  changesOf,
  effectWords,
  isUnproven,
  measuredWords,
  nothingWords,
  nowText,
  nowWords,
  planChangeWords,
  restartWords,
  staysWords,
} from '../../../../../src-renderer/features/jobs/order/plan-words.ts';
import { provesFirst, rulesToProveFirst } from '../../../../../src-renderer/features/jobs/order/prove-first.ts';
import { clockTime } from '../../../../../src-renderer/ui/times.ts';
import {
  type Job,
  JobDetail,
  type JobItem,
  JobPlan,
  type Miner,
  type SkipCode,
  type StatusSummary,
  Transition,
} from '../../../../../src-shared/model/index.ts';
import { sampleOf } from '../../../../fixtures/served/sample.ts';
import { minerRow, status } from '../../miner-row.ts';

const JOB: Job = {
  job_id: 'j',
  action: 'preset',
  params: { preset: '2500' },
  actor: { via: 'browser', name: 'browser', scope: 'operate' },
  state: 'running',
  reason: null,
  undo_of: null,
  retries: 0,
  query: null,
  waves: [40],
  wave: 1,
  created_at: 0,
  start_at: null,
  spread_minutes: null,
  finished_at: null,
  counts: {},
};
const [ITEM] = sampleOf(JobDetail).items as [JobItem];
const row = (figures: Partial<StatusSummary>, own: Partial<Miner> = {}): Miner =>
  minerRow({ latest_status: status(figures), ...own });

describe('what can be done to a miner', () => {
  const inState = (state: string) => row({ state });
  const mining = inState('mining');
  const stopped = inState('stopped');

  it('follows from its row', () => {
    expect(whyNot('restart', mining)).toBeNull();
    expect(whyNot('restart', row({}, { managed: false }))).toBe('unmanaged');
    expect(whyNot('locate', row({}, { online: false, ip: null }))).toBe('offline');
    expect([whyNot('pause', mining), whyNot('pause', stopped)]).toEqual([null, 'not_hashing']);
    expect([whyNot('resume', mining), whyNot('resume', stopped)]).toEqual(['not_stopped', null]);
    expect([whyNot('pause', inState('tuning')), whyNot('resume', inState('sleep'))]).toEqual([null, null]);
    expect(whyNot('start', inState('failure'))).toBeNull();
    expect(whyNot('throttle', row({}, { firmware_version: '1.2.7' }))).toBe('old_firmware');
    expect(whyNot('throttle', row({}, { firmware_version: '1.3.4' }))).toBeNull();
    expect([whyNot('switch_pool', mining), whyNot('switch_pool', stopped)]).toEqual([null, 'not_hashing']);
  });

  it('is offered where one of them can, else with the one reason of all', () => {
    expect(whyNone('resume', [mining, stopped])).toBeNull();
    expect(whyNone('resume', [mining, mining])).toBe('not_stopped');
    expect(whyNone('resume', [mining, row({}, { managed: false })])).toBe('several');
    expect(pauseOrResume([mining, stopped])).toBe('pause');
    expect(pauseOrResume([stopped])).toBe('resume');
  });
});

describe('the address of a preview', () => {
  it('names the verb and the miners', () => {
    const location = { verb: 'restart', ids: ['02:95:23:00:00:a1', '02:95:23:00:00:a2'] } as const;
    const written = formatOrderLocation(location, 'model:s19');
    expect(written).toBe('/jobs/new/restart/0295230000a1,0295230000a2?q=model%3As19');
    expect(parseOrderPath('/jobs/new/restart/0295230000a1,0295230000a2')).toEqual(location);
    expect(parseOrderPath(formatOrderLocation({ verb: 'preset', ids: null }, ''))).toEqual({
      verb: 'preset',
      ids: null,
    });
    expect(parseOrderPath('/jobs/new/switch_pool')).toEqual({ verb: 'switch_pool', ids: null });
  });

  it('carries what is filled in, but never pools: they have passwords', () => {
    const set = formatOrderParams('preset', { preset: '2500' });
    expect(formatOrderLocation({ verb: 'preset', ids: null, set }, '')).toBe('/jobs/new/preset?set=preset%3D2500');
    for (const [action, params] of [
      ['preset', { preset: 'a=b' }],
      ['preset', { watts: 2600 }],
      ['preset', { steps: -1 }],
      ['throttle', { percent: 60 }],
      ['pools', { before: true }],
      ['switch_pool', { url: 'stratum+tcp://pool.example:3333' }],
    ] as const) {
      expect(parseOrderParams(action, formatOrderParams(action, params))).toEqual(params);
    }
    expect(formatOrderParams('pools', { pools: [{ url: 'pool.example:3333', user: 'x', pass: 'secret' }] })).toBeNull();
    for (const wrong of [null, '', 'preset', '=2500', 'preset=', 'percent=70', 'pools=[]', 'watts=many']) {
      expect(parseOrderParams('preset', wrong)).toBeNull();
    }
    for (const odd of ['0x10', '1e3', ' ', '+5', '2.0', ''])
      expect(parseOrderParams('preset', `watts=${odd}`)).toBeNull();
  });

  it.each(['/jobs', '/jobs/new', '/jobs/new/explode', '/jobs/new/restart/0295', '/fleet'])('is not %s', (path) => {
    expect(parseOrderPath(path)).toBeNull();
  });
});

describe('the words of a job', () => {
  const none = {
    state: null,
    preset: null,
    power_w: null,
    hashrate_hs: null,
    throttled_percent: null,
    locate_on: null,
    pool_url: null,
    pools: null,
  };

  it('say what is done', () => {
    expect(orderTitle('preset', { preset: '2500' })).toBe('Set preset 2500');
    expect(orderTitle('restart', {})).toBe('Restart');
    expect(orderTitle('locate', { on: false })).toBe('Locate off');
  });

  it('say changes with their sign, and unknown as unknown', () => {
    expect([powerChange(-18_400), powerChange(0), powerChange(null)]).toEqual(['−18.4 kW', '±0 W', 'power unknown']);
    expect(hashrateChange(4.1e14)).toBe('+410.0 TH/s');
  });

  it('say of a miner what the action is about', () => {
    expect(actedStateText('preset', { ...none, preset: '2500', state: 'mining' })).toBe('2500');
    expect(actedStateText('restart', { ...none, preset: '2500', state: 'mining' })).toBe('mining');
    expect(actedStateText('throttle', { ...none, throttled_percent: 60 })).toBe('60 %');
    expect(actedStateText('locate', { ...none, locate_on: true })).toBe('on');
    expect(actedStateText('pools', null)).toBe('—');
    // Firmware states are said in the words of the fleet.
    expect(actedStateText('restart', { ...none, state: 'auto-tuning' })).toBe('tuning');
    expect(actedStateText('preset', { ...none, preset: 'running' })).toBe('running');
    const at = (preset: string) => ({ ...none, preset, state: 'mining' });
    const change = (action: 'preset' | 'restart', verdict: 'proven' | 'stored', from: string) =>
      stateChangeText(action, { verdict, before: at(from), after: at('2500') });
    expect(change('preset', 'proven', '2900')).toBe('2900 → 2500');
    expect(change('preset', 'proven', '2500')).toBe('2500, only settings');
    expect(change('preset', 'stored', '2500')).toBe('2500');
    expect(change('restart', 'proven', '2500')).toBe('mining');
  });

  it('count those that have ended, without the skipped, and name those that ended badly as their rows do', () => {
    const counts = { planned: 5, running: 2, proven: 8, failed: 1, unknown: 1, skipped: 4 };
    expect(jobProgress({ ...JOB, counts })).toEqual({ planned: 17, ended: 10, running: 2 });
    expect(troubleWords({ ...JOB, counts })).toEqual(['1 failed', '1 unknown']);
  });

  it('count a stored setting as under way until the job ends: its restart may follow', () => {
    const counts = { planned: 2, stored: 3 };
    expect(jobProgress({ ...JOB, counts })).toEqual({ planned: 5, ended: 0, running: 3 });
    expect(troubleWords({ ...JOB, counts })).toEqual([]);
    expect(jobProgress({ ...JOB, counts, finished_at: 1 })).toMatchObject({ ended: 3, running: 0 });
    expect(troubleWords({ ...JOB, counts, finished_at: 1 })).toEqual(['3 stored on the miner']);
  });

  it('say how a job stands in parts, all of whose miners are in one', () => {
    const counts = {
      planned: 5,
      running: 2,
      stored: 1,
      proven: 8,
      failed: 1,
      refused: 1,
      unknown: 1,
      skipped: 4,
      cancelled: 2,
    };
    expect(jobSegments({ counts }).map(({ part, miners }) => `${part} ${miners}`)).toEqual([
      'queued 5',
      'sent 2',
      'stored 1',
      'proven 8',
      'failed 3',
      'skipped 6',
    ]);
    expect(jobSegments({ counts: { refused: 2 } })).toEqual([{ part: 'failed', miners: 2, verdicts: ['refused'] }]);
  });

  it('say of a proven miner by which figures, and how long that took', () => {
    const ended = { verdict: 'proven', code: null, before: none, held_by: null, started_at: 1000 } as const;
    const item = { ...ended, after: { ...none, power_w: 2497, hashrate_hs: 92.3e12 }, finished_at: 199_000 };
    expect(verdictText('preset', item)).toBe('Proven (2,497 W, 92.3 TH/s after 3 min)');
    expect(verdictText('pools', item)).toBe('Proven (after 3 min)');
    expect(verdictText('preset', { ...item, after: null })).toBe('Proven (after 3 min)');
    expect(verdictText('preset', { ...item, verdict: 'in_force' })).toBe('In force');
    expect(verdictText('preset', { ...item, verdict: 'in_force', finished_at: null })).toBe('In force, not proven yet');
    expect(verdictText('restart', { ...item, verdict: 'in_force' })).toBe('Hashing again');
    expect(verdictText('reboot', { ...item, verdict: 'in_force' })).toBe('Rebooted');
    expect(verdictText('stop', { ...item, verdict: 'in_force' })).toBe('Stopped');
    expect(verdictText('preset', { ...item, verdict: 'stored', code: 'climbed_back' })).toBe('Climbed back');
  });

  it('give the pace and the time that is left while a job runs, once three miners have ended', () => {
    const job = { ...JOB, created_at: 0, counts: { planned: 30, in_force: 10, skipped: 4 } };
    const steps = new JobSteps();
    const words = (of: Job, nowMs: number) => paceWords(of, steps.of('j'), nowMs);
    expect(words(job, 120_000)).toEqual([]);
    steps.note({ ...job, counts: { planned: 40, skipped: 4 } }, 0);
    steps.note(job, 120_000);
    expect(words(job, 120_000)).toEqual(['5.0 a minute', 'about 6 min left']);
    expect(words({ ...job, counts: { planned: 30, in_force: 2 } }, 120_000)).toEqual([]);
    expect(words({ ...job, state: 'paused' }, 120_000)).toEqual([]);
    steps.note({ ...job, state: 'paused' }, 120_000);
    steps.note(job, 3_720_000);
    expect(words(job, 3_721_000)).toEqual([]);
    const later = { ...job, counts: { planned: 20, in_force: 20, skipped: 4 } };
    expect(words(later, 3_780_000)).toEqual(['10 a minute', 'about 2 min left']);
    expect(jobSeconds({ ...job, state: 'scheduled' }, 120_000)).toBe(null);
  });

  it('estimate the time that is left by the waves, which take about the same time whatever their size', () => {
    const job = { ...JOB, waves: [1, 5, 10, 84], counts: { planned: 100 } };
    const steps = new JobSteps();
    steps.note(job, 0);
    const words = (of: Job, nowMs: number) => paceWords(of, steps.of('j'), nowMs);
    // Two of four waves after five minutes.
    expect(words({ ...job, counts: { planned: 94, in_force: 6 } }, 300_000)).toEqual([
      '1.2 a minute',
      'about 5 min left',
    ]);
    // A miner that was skipped at its turn has passed too.
    const half = { ...job, counts: { planned: 42, in_force: 57, skipped: 1 } };
    expect(words(half, 600_000)).toEqual(['5.7 a minute', 'about 1 min left']);
  });

  it('say how many miners were left out at their turn, and that nothing was done where all were', () => {
    const left_out = [
      { code: 'offline', reason: 'it is offline', miners: 3 },
      { code: 'busy', reason: 'it is starting now', miners: 1 },
    ];
    const part: Job = { ...JOB, state: 'done', finished_at: 1, counts: { proven: 20, skipped: 6 }, left_out };
    expect(leftOutText(part)).toBe('Done for 20, 4 left out (3: it is offline; 1: it is starting now).');
    expect(countsText(part)).toBe('4 left out · 2 skipped · 20 proven');
    expect(jobStateText(part)).toBe('Done');
    expect(jobProgress(part)).toEqual({ planned: 24, ended: 24, running: 0 });
    const none = { ...part, counts: { skipped: 6 } };
    expect(leftOutText(none)).toBe('Nothing was done: 4 left out (3: it is offline; 1: it is starting now).');
    expect(jobStateText(none)).toBe('Nothing done');
    expect(spokenWords(none)).toBe('Set preset 2500: Nothing was done: 4 left out');
    expect(jobReport({ ...none, items: [] }, String)).toContain('Miners: 4 left out, 2 skipped\nNothing was done:');
    // One that halted says that, and what its miners are.
    const halted: Job = { ...part, state: 'halted', counts: { failed: 1, skipped: 6 } };
    expect(leftOutText({ ...halted, left_out: left_out.slice(0, 1) })).toBe('3 left out (it is offline).');
    expect(leftOutText({ ...part, left_out: [] })).toBeNull();
    const begun = { ...none, finished_at: null };
    expect(newlyHalted([begun], [none])).toEqual([none]);
    expect(newlyHalted([none], [none])).toEqual([]);
    // It ended before it was seen; one that was dropped is older than those that are known.
    expect(newlyHalted([{ ...none, job_id: 'earlier' }], [none])).toEqual([none]);
    expect(newlyHalted([{ ...none, job_id: 'later', created_at: 1 }], [none])).toEqual([]);
    // They were so already, or the pause says it.
    const already = { ...none, left_out: [{ code: 'already_there', reason: 'it is paused already', miners: 4 }] };
    expect(newlyHalted([begun], [already])).toEqual([]);
    expect(newlyHalted([begun], [{ ...none, resume_of: 'p' }])).toEqual([]);
  });

  it('say how many have each verdict, in the same order always', () => {
    const counts = { cancelled: 37, in_force: 5, skipped: 1200 };
    expect(countsText({ action: 'preset', counts })).toBe('1,200 skipped · 5 in force · 37 not sent');
  });

  it('sum up what a plan costs by each miner, and each algorithm by itself', () => {
    const miner = (algorithm: string, hashrate_hs: number, dark_seconds: number) => {
      const state = { ...none, hashrate_hs, power_w: 3000 };
      return { id: algorithm, algorithm, before: state, expect: state, transition: null, dark_seconds };
    };
    const plan = (planned: JobPlan['planned']): JobPlan => ({
      ...sampleOf(JobPlan),
      planned,
      power_w_change: 0,
      dark_seconds: Math.max(...planned.map(({ dark_seconds }) => dark_seconds ?? 0)),
    });
    const [big, live, scrypt] = [miner('sha256d', 1e14, 360), miner('sha256d', 1e14, 0), miner('scrypt', 1e10, 360)];
    const stays = 'Power and hash rate stay as they are';
    expect(effectWords(plan([big, big]))).toBe(
      `${stays}; 2 restarts, about 6 min without hashing each, 20.0 TH·h not hashed.`,
    );
    expect(effectWords(plan([big, live]))).toBe(
      `${stays}; 1 restart, up to about 6 min without hashing each, 10.0 TH·h not hashed.`,
    );
    expect(effectWords(plan([big]))).toBe(`${stays}; 1 restart, about 6 min without hashing, 10.0 TH·h not hashed.`);
    expect(effectWords(plan([live]))).toBe(`${stays}.`);
    expect(effectWords(plan([big, scrypt]))).toBe(
      `${stays}; 2 restarts, about 6 min without hashing each, 10.0 TH·h sha256d, 1.00 GH·h scrypt not hashed.`,
    );
    // An algorithm whose rate stays is not named, and the other one is.
    const starts = { ...live, before: { ...live.before, hashrate_hs: 0 } };
    expect(effectWords(plan([starts, scrypt]))).toContain('+100.0 TH/s sha256d when done');
    const dark = { ...live, before: { ...live.before, power_w: null } };
    const saves = { ...live, expect: { ...live.expect, power_w: 2200 } };
    expect(effectWords({ ...plan([saves, dark, dark]), power_w_change: -800 })).toContain(
      'when done (known of 1 of 3)',
    );
    // Where nothing is known of now, as of a miner whose figures stand still: what is expected.
    const frozen = { ...live, before: { ...live.before, power_w: null, hashrate_hs: null } };
    expect(effectWords({ ...plan([frozen]), power_w_change: null })).toBe('to 3.00 kW, to 100.0 TH/s when done.');
    expect(effectWords(plan([live, dark]))).toContain('(known of 1 of 2)');
    expect(effectWords({ ...plan([saves, saves]), power_w_change: -1600 })).toMatch(/when done\.$/);
    expect(effectWords({ ...plan([saves, saves]), power_w_change: -1600 })).not.toContain('known of');
  });

  it('say what is written besides: the limit of a preset switcher, and worker names', () => {
    const plain = { id: 'a', algorithm: null, before: none, expect: none, transition: null, dark_seconds: 0 };
    const withTop = (to: string | null) => ({ ...plain, switcher_top: { to } });
    expect(alsoWords('preset', withTop('2500'))).toBe('preset switcher up to 2500');
    expect(alsoWords('preset', withTop(null))).toBe('preset switcher without a limit');
    const pools = ['farm.R1', 'farm.R1', 'backup.R1'].map((user) => ({ url: 'pool.example:3333', user }));
    expect(alsoWords('pools', { ...plain, expect: { ...none, pools } })).toBe('workers farm.R1, backup.R1');
    expect(alsoWords('pools', { ...plain, switcher_top: null })).toBeNull();
    expect(alsoWords('restart', { ...plain, expect: { ...none, pools } })).toBeNull();
  });

  it('say of the undo of a preset what is set now, what runs, and what its preset switcher does then', () => {
    const at = (preset: string) => ({ ...none, preset, state: 'mining' });
    const undo = {
      ...{ id: 'a', algorithm: null, transition: null, dark_seconds: 0 },
      ...{ before: at('2300'), expect: at('2900'), switcher_top: { to: '2900' } },
      undo_preset: { set: '2500', ran: '2700', top: { to: '2900' } },
    };
    const words = (planned: typeof undo) => [
      nowText('preset', planned),
      nowWords('preset', planned),
      alsoWords('preset', planned),
      staysWords('preset', planned),
    ];
    expect(words(undo)).toEqual(['2500', 'runs at 2300', 'switcher chooses up to 2900 (before: 2700)', null]);
    const limit = { set: '2900', ran: '2900', top: { to: null } } as never;
    expect(words({ ...undo, before: at('2900'), undo_preset: limit })).toEqual([
      '2900',
      null,
      'switcher chooses without a limit',
      'only settings',
    ]);
  });

  it('say of a miner that is to be restarted that it does not hash, and what it is expected to do', () => {
    const hangs = { ...none, state: 'mining', power_w: 200, hashrate_hs: 0 };
    const again = { ...hangs, power_w: 2900, hashrate_hs: 92e12 };
    const planned = { id: 'a', algorithm: null, before: hangs, expect: again, transition: null, dark_seconds: 100 };
    expect(nowWords('restart', planned)).toBe('no hash rate');
    expect(nowWords('restart', { ...planned, before: again })).toBeNull();
    expect([nowWords('preset', planned), nowWords('pause', planned)]).toEqual(['no hash rate', null]);
    const basis = (...of: (typeof planned)[]) => basisWords({ action: 'restart', planned: of }, false);
    expect(basis(planned)).toBe('It does not hash now, and is expected to have the figures of its preset again.');
    expect(basis(planned, { ...planned, before: again })).toBe(
      '1 of them does not hash now, and is expected to have the figures of its preset again.',
    );
    const failed = { ...planned, before: { ...hangs, state: 'failure' } };
    expect(basis(failed)).toBe('From the latest readings to the figures of the preset.');
    expect(basis({ ...planned, before: again })).toBeNull();
    expect([minerPowerChange(hangs, again), minerHashrateChange(hangs, again)]).toEqual(['+2,700 W', '+92.0 TH/s']);
    const unknown = { ...hangs, power_w: null, hashrate_hs: null };
    expect(basis({ ...planned, before: unknown as never })).toBe(
      'Its figures of now are not known. It is expected to have those of its preset again.',
    );
    expect([minerPowerChange(unknown, again), minerHashrateChange(unknown, again)]).toEqual([
      'to 2,900 W',
      'to 92.0 TH/s',
    ]);
  });

  it('say of a queued miner how it is now, and that it has changed since the preview', () => {
    const before = { ...none, state: 'mining', preset: '2900' };
    const words = (figures: Partial<StatusSummary>, own: Partial<Miner> = {}) =>
      queuedText('preset', before, row(figures, own));
    expect(words({ preset: '2900' })).toBe('2900');
    expect(words({ preset: '2500' })).toBe('2500 now, 2900 in the preview');
    expect(words({ preset: null })).toBe('2900');
    expect(words({}, { latest_status: null })).toBe('2900');
    expect(words({}, { online: false })).toBe('offline now');
    expect(queuedText('preset', before, undefined)).toBe('2900');
    expect(queuedText('preset', null, row({ preset: '2500' }))).toBe('2500');
    expect(queuedText('restart', before, row({ state: 'failure' }))).toBe('failed now, mining in the preview');
    const set = { ...none, pools: [{ url: 'a.example:3333', user: 'x' }] };
    expect(queuedText('pools', set, row({}, { pool_urls: ['b.example:3333'] }))).toBe(
      'b.example:3333 now, a.example:3333 in the preview',
    );
  });

  it('say on how many of the selected miners a preset is tuned, and of how many that is not known', () => {
    const { tuned } = jobsTexts.order;
    expect([tuned(60, 0, 60), tuned(0, 0, 60), tuned(0, 60, 60), tuned(40, 0, 60), tuned(40, 5, 60)]).toEqual([
      'tuned',
      'tuned on none',
      'not known whether tuned',
      'tuned on 40 of 60',
      'tuned on 40 of 60, 5 not known',
    ]);
  });

  it('say why no miner would change, the most common reasons first', () => {
    const skip = (code: SkipCode, reason: string) => ({ id: '02:00:00:00:00:01', code, reason, job_id: null });
    const tuning = skip('busy', 'it is auto-tuning now');
    const already = skip('already_there', 'it is paused already');
    expect(nothingWords({ planned: [], skipped: [tuning] })).toEqual(['1 skipped: it is auto-tuning now']);
    const rest = [skip('offline', 'it is offline'), skip('unmanaged', 'it is not managed')];
    expect(nothingWords({ planned: [], skipped: [tuning, already, already, tuning, already, ...rest] })).toEqual([
      '3 already so: it is paused already',
      '2 skipped: it is auto-tuning now',
      '2 for other reasons',
    ]);
    const planned = [{} as JobPlan['planned'][number]];
    expect(nothingWords({ planned, skipped: [tuning] })).toEqual([]);
  });

  it('say what another preview of the same order changes', () => {
    const planned = (...ids: string[]) => ids.map((id) => ({ id, before: none, expect: none })) as JobPlan['planned'];
    const skipped = (id: string) => ({ id, code: 'offline', reason: 'it is offline', job_id: null }) as const;
    const words = (first: string[], ids: string[], left: string[] = []) =>
      planChangeWords(
        changesOf({ action: 'restart', planned: planned(...first) }),
        { action: 'restart', planned: planned(...ids), skipped: left.map(skipped) },
        (id) => `R${id}`,
      );
    expect(words(['1', '2'], ['2', '1'])).toBeNull();
    expect(words(['1', '2'], ['2', '3'], ['1'])).toBe(
      'The preview has changed: 2 miners now. No longer changed: R1 (it is offline). Changed too: R3.',
    );
    expect(words(['1', '2', '3', '4', '5'], [])).toBe(
      'The preview has changed: 0 miners now. No longer changed: R1, R2, R3, and 2 more.',
    );
    const to = (preset: string) =>
      planned('1').map((miner) => ({ ...miner, before: { ...none, preset }, expect: { ...none, preset: '2500' } }));
    const later = { action: 'preset' as const, planned: to('2700'), skipped: [] };
    expect(planChangeWords(changesOf({ action: 'preset', planned: to('2900') }), later, (id) => `R${id}`)).toBe(
      'The preview has changed: 1 miner now. Changed otherwise: R1 (2700 → 2500).',
    );
    expect(planChangeWords(changesOf(later), later, (id) => `R${id}`)).toBeNull();
  });

  it('say that a paused miner will not hash, and else what it will be', () => {
    expect(expectedText('pause', { ...none, state: null })).toBe('not hashing');
    expect(expectedText('stop', { ...none, state: 'stopped' })).toBe('stopped');
    expect(expectedText('reboot', { ...none, state: null })).toBe('—');
  });

  it('say of a planned miner whether it restarts, and what was measured here of its change', () => {
    const measured = {
      ...sampleOf(Transition),
      from: '2900',
      to: '2500',
      how: 'restart',
      seconds: 165,
      power_w: 2497,
      hashrate_hs: 9.23e13,
      miners: 12,
    } as const;
    const miner = (transition: Transition | null, dark_seconds: number) => ({
      ...{ id: '02:95:00:00:00:01', algorithm: 'sha256d', before: none, expect: none },
      transition,
      dark_seconds,
    });
    expect(restartWords('preset', miner(null, 100))).toBe('perhaps a restart, 2 min');
    expect(restartWords('preset', miner(measured, 165))).toBe('restart, 3 min');
    expect(restartWords('preset', miner({ ...measured, how: 'live' }, 0))).toBe('no restart');
    expect(restartWords('reboot', miner(null, 115))).toBe('restart, 2 min');
    expect(restartWords('pause', miner(null, 0))).toBeNull();
    const isSet = { ...miner(null, 0), before: { ...none, preset: '2500' }, expect: { ...none, preset: '2500' } };
    expect(staysWords('preset', isSet)).toBe('only settings');
    expect([staysWords('preset', miner(null, 0)), staysWords('restart', isSet)]).toEqual([null, null]);
    expect(measuredWords({ planned: [miner(null, 100), miner(measured, 165), miner(measured, 165)] })).toEqual([
      'Measured here on 12 miners, 2900 → 2500: restart, 3 min, 2,497 W, 92.3 TH/s.',
    ]);
    const onTwo = [
      { ...measured, model_alias: 's19', firmware_version: '1.2.6' },
      { ...measured, model_alias: 's19', firmware_version: '1.2.7', miners: 1 },
    ].map((transition) => miner(transition, 165));
    expect(measuredWords({ planned: onTwo })).toEqual([
      'Measured here on 12 miners, 2900 → 2500 (s19 1.2.6): restart, 3 min, 2,497 W, 92.3 TH/s.',
      'Measured here on 1 miner, 2900 → 2500 (s19 1.2.7): restart, 3 min, 2,497 W, 92.3 TH/s.',
    ]);
    expect(measuredWords({ planned: [miner({ ...measured, from: '2500', how: 'live' }, 0)] })).toEqual([
      'Measured here on 12 miners, 2500, only settings: no restart, 3 min, 2,497 W, 92.3 TH/s.',
    ]);
    const reboot = { ...measured, from: '', to: 'reboot', how: 'reboot', power_w: null, hashrate_hs: null } as const;
    expect(measuredWords({ planned: [miner(reboot, 165)] })).toEqual(['Measured here on 12 miners, reboot: 3 min.']);
    const from2900 = { ...miner(null, 100), before: { ...none, preset: '2900' } };
    expect(isUnproven({ action: 'preset', planned: [miner(measured, 165), from2900] })).toBe(true);
    expect(isUnproven({ action: 'preset', planned: [miner(measured, 165)] })).toBe(false);
    expect(isUnproven({ action: 'throttle', planned: [from2900] })).toBe(false);
  });

  it('choose that one miner is proven first, and that it need not be', () => {
    const usual = { first_wave: 5, next_wave_when: 'in_force' } as const;
    expect(provesFirst(usual)).toBe(false);
    const chosen = rulesToProveFirst(true, usual);
    expect(chosen).toEqual({ first_wave: 1, next_wave_when: 'first_proven' });
    expect(provesFirst({ ...usual, ...chosen })).toBe(true);
    expect(provesFirst({ ...usual, ...chosen, ...rulesToProveFirst(false, { ...usual, ...chosen }) })).toBe(false);
    // A job that waits for each wave keeps doing so.
    expect(rulesToProveFirst(true, { ...usual, next_wave_when: 'proven' }).next_wave_when).toBe('proven');
  });

  it('are spoken when a wave begins and when they end, and not with each miner', () => {
    const job = { ...JOB, waves: [1, 5, 34], wave: 2 };
    expect(spokenWords(job)).toBe('Set preset 2500: wave 2 of 3');
    expect(spokenWords({ ...job, counts: { proven: 3, planned: 37 } })).toBe(spokenWords(job));
    expect(spokenWords({ ...job, state: 'done' })).toBe('Set preset 2500: Done');
    const said = new Map([
      ['j', spokenWords(job)],
      ['k', spokenWords(job)],
    ]);
    const other = { ...job, job_id: 'k' };
    expect(newlySpoken(said, [job, other])).toEqual([]);
    expect(newlySpoken(said, [{ ...job, state: 'done' }, other])).toEqual(['Set preset 2500: Done']);
    expect(newlySpoken(said, [job, other, { ...job, job_id: 'n' }])).toEqual(['Set preset 2500: wave 2 of 3']);
  });

  it('say what a miner waits for that was sent something', () => {
    const running = { verdict: 'running', before: null, after: null, started_at: 1000 } as const;
    const late = 1000 + 180_000;
    for (const action of ['restart', 'reboot', 'resume', 'start'] as const) {
      const until = `until ${clockTime(901_000, late)} at most`;
      expect(itemText(action, running, undefined, late - 1)).toBe(`waits for its hash rate, ${until}`);
      expect(itemText(action, running, undefined, late)).toBe(`waits for its hash rate, longer than usual, ${until}`);
      const frozen = minerRow({ figures_unchanged_since_at: 1 });
      expect(itemText(action, running, frozen, late - 1)).toBe(`waits for new figures, ${until}`);
    }
    expect(itemText('pause', running, undefined, late)).toBe('');
    expect(itemText('restart', { ...running, verdict: 'in_force' }, undefined, late)).toBe('');
  });

  it('say of which miners in jobs the hash rate is late', () => {
    const inJobs = new MinersInJobs();
    const event = (verdict: 'running' | 'in_force', finished_at: number | null) =>
      inJobs.apply({
        type: 'job',
        job: { ...JOB, action: 'reboot', finished_at: null },
        items: [{ id: 'a', verdict, started_at: 1000, finished_at }],
      } as never);
    const late = (nowMs: number) => inJobs.of(JOB.job_id).filter((one) => isLateInJob(one, nowMs)).length;
    event('running', null);
    expect([late(180_999), late(181_000)]).toEqual([0, 1]);
    expect(jobsTexts.inJob('sent', true)).toBe('In a job: sent, longer than usual');
    event('in_force', 2000);
    expect(late(181_000)).toBe(0);
  });

  it('name waves of one size once', () => {
    expect(jobsTexts.plan.waves([1, 5, 50, 100, 100, 100, 45])).toBe('Waves: 1, 5, 50, 3 × 100, 45');
  });

  it('say what became of the undo of a job', () => {
    const undo = {
      ...JOB,
      job_id: 'u',
      undo_of: JOB.job_id,
      counts: { in_force: 2, proven: 1, failed: 1, skipped: 3 },
    };
    const earlier = { ...undo, job_id: 'earlier', finished_at: 1 };
    const undos = undosOf([undo, earlier, JOB]);
    expect(undos.get(JOB.job_id)).toEqual({ job_id: 'u', isRunning: true, back: 3, planned: 4 });
    expect(undos.size).toBe(1);
  });

  it('is said to be possible only once the job has ended, and for no more miners than may be undone', () => {
    const words = (own: Partial<Job>) => undoStateWords({ ...JOB, finished_at: 1, ...own });
    expect(words({ finished_at: null, counts: { in_force: 3 } })).toBe('When it has ended');
    expect(words({ action: 'restart', finished_at: null })).toBe('Not possible');
    const counts = { in_force: 2, proven: 1, failed: 1, refused: 5, cancelled: 7, skipped: 3 };
    expect(words({ counts })).toBe('Up to 4 miners');
    // What failed of a pause is left alone by its undo.
    expect(words({ action: 'pause', counts })).toBe('Up to 3 miners');
    expect(words({ action: 'pause', counts: { failed: 1, cancelled: 7 } })).toBe('Nothing to undo');
  });

  it('knows the latest job for its failed miners, and the one for those not sent', () => {
    const later = (job_id: string, retries: number, counts: Job['counts']): Job => ({
      ...{ ...JOB, job_id, retries, counts },
      retry_of: JOB.job_id,
    });
    const jobs = [later('again', 1, { proven: 2 }), later('rest', 0, { planned: 5 }), later('older', 1, {}), JOB];
    expect(doneSince(JOB, jobs)).toEqual({
      retry: { job_id: 'again', planned: 2 },
      notSent: { job_id: 'rest', planned: 5 },
    });
    expect(doneSince(JOB, [JOB])).toEqual({ retry: null, notSent: null });
    // What was stopped is done only as far as it came.
    const stopped = jobs.map((job) => ({ ...job, counts: { proven: 1, cancelled: 4 } }));
    expect(doneSince(JOB, stopped).notSent).toEqual({ job_id: 'rest', planned: 1 });
    const atOnce = stopped.map((job) => ({ ...job, counts: { cancelled: 5 } }));
    expect(doneSince(JOB, atOnce)).toEqual({ retry: null, notSent: null });
  });

  it('says how many of its miners it cannot take back yet', () => {
    const item = (id: string, verdict: JobItem['verdict']): JobItem => ({ ...ITEM, id, verdict });
    const items = [item('a', 'proven'), item('b', 'in_force'), item('c', 'failed'), item('d', 'cancelled')];
    const words = (inJob: string, offline: string) => {
      const job = { action: 'preset', items, counts: { proven: 1, in_force: 1, failed: 1, cancelled: 1 } } as const;
      return undoWaitsWords(
        job,
        (id) => inJob.includes(id),
        (id) => offline.includes(id),
      );
    };
    expect([words('', ''), words('d', 'd')]).toEqual([null, null]);
    expect(words('a', 'ac')).toBe('Undo: not possible now on all its miners (1 in another job, 1 offline).');
    expect(words('abc', '')).toBe('Undo: no miner can be undone now (3 in another job).');
  });
});
