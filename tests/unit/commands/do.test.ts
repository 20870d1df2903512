import { expect, it } from 'vitest';
import { runDo } from '../../../src-main/commands/do.ts';
import { EXIT } from '../../../src-main/commands/shared/command.ts';
import { readPauseEnd } from '../../../src-main/commands/shared/pause-end.ts';
import { JobDetail, JobPlan, JobRules } from '../../../src-shared/model/index.ts';
import { standInApp } from '../../fixtures/program/stand-in-app.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';

const PLAN = sampleOf(JobPlan);
const planOf = (count: number): unknown => ({
  ...PLAN,
  action: 'restart',
  params: {},
  planned: Array.from({ length: count }, () => PLAN.planned[0]),
  skipped: [],
});
const [ITEM] = sampleOf(JobDetail).items;
const itemsOf = (count: number, change: object) =>
  Array.from({ length: count }, () => ({ ...ITEM, wave: 1, message: null, ...change }));
const JOB = { ...sampleOf(JobDetail), items: [], state: 'done', finished_at: 1_700_000_000_000 };
/** The command follows a job in the list of the latest ones, and is asked for by itself where it is not among them. */
const isList = (method: string, path: string): boolean => method === 'GET' && /^\/api\/jobs(\?|$)/.test(path);

it.each([[' '], ['', ' '], ['\u00a0']])('takes no query of white space: %j', async (...words) => {
  await using app = await standInApp(() => planOf(3));
  expect((await app.run(runDo, 'stop', ...words, '--yes')).code).toContain('enter a query');
  expect(app.asked).toEqual([]);
});

it('confirms the number of miners in its preview also where the plan does not ask for one', async () => {
  await using app = await standInApp(({ method, path }) => {
    if (path === '/api/jobs/plan') return planOf(3);
    if (isList(method, path)) return [];
    return method === 'POST'
      ? { job: JOB }
      : { ...JOB, counts: { in_force: 3 }, items: itemsOf(3, { verdict: 'in_force' }) };
  });
  expect((await app.run(runDo, 'restart', 'R1', '--yes')).code).toBe(EXIT.done);
  const started = app.asked.find(({ path }) => path === '/api/jobs');
  expect(started?.body).toMatchObject({
    action: 'restart',
    query: 'R1',
    confirm_count: 3,
    planned_digest: PLAN.planned_digest,
  });
});

it('has done what was ordered where a miner was so already at its turn, and says why it was left out', async () => {
  const already = itemsOf(2, { verdict: 'skipped', code: 'already_there', message: 'its light is off already' });
  const busy = itemsOf(1, { verdict: 'skipped', code: 'busy', message: 'it is tuning now' });
  const atPlan = itemsOf(4, { verdict: 'skipped', code: 'offline', message: 'it is offline', wave: null });
  const left_out = [{ code: 'already_there', reason: 'its light is off already', miners: 2 }];
  for (const [items, planned, code] of [
    [[...already, ...atPlan], 2, EXIT.done],
    [[...already, ...busy], 3, EXIT.failed],
  ] as const) {
    await using app = await standInApp(({ method, path }) => {
      if (path === '/api/jobs/plan') return planOf(planned);
      if (isList(method, path)) return [];
      return method === 'POST' ? { job: JOB } : { ...JOB, counts: { skipped: items.length }, left_out, items };
    });
    const ran = await app.run(runDo, 'locate', 'R1', '--set', 'on=off', '--yes');
    expect(ran.code).toBe(code);
    const others = items.length - 2;
    expect(ran.stdout).toContain(`nothing was done: 2 left out, ${others} skipped`);
    expect(ran.stdout).toContain('left out 2: already_there (its light is off already)');
    expect(ran.stdout).not.toContain('offline');
  }
});

it('names the limits of a preview: when it stops, and how many may start', async () => {
  const limits = { starts_per_minute: 60, start_kw_per_minute: 200, stops_at: 1 };
  const rules = { ...sampleOf(JobRules), stop_wave_failed_percent: 10, stop_total_failed_percent: 5 };
  const plans = [
    { ...(planOf(3) as JobPlan), ...limits, rules },
    { ...(planOf(3) as JobPlan), rules: null, stops_at: null, starts_per_minute: null, start_kw_per_minute: 200 },
  ];
  await using app = await standInApp(() => plans.shift());
  const { stdout } = await app.run(runDo, 'restart', '*', '--dry-run');
  expect(stdout).toContain('stops when more than 10 % of a wave or 5 % of all fail (of 3 planned: at 1)\n');
  expect(stdout).toContain('at most 60 starts and 200 kW a minute, over all jobs\n');
  const other = await app.run(runDo, 'restart', '*', '--dry-run');
  expect(other.stdout).not.toContain('stops when');
  expect(other.stdout).toContain('at most 200 kW a minute, over all jobs\n');
});

it('names each reason of a preview, and how many miners have it', async () => {
  const skip = (preset: string) => ({ ...PLAN.skipped[0], code: 'untuned', reason: `${preset} is not tuned on it` });
  const plan = { ...(planOf(1) as JobPlan), skipped: [skip('2700'), skip('3080'), skip('3080')] };
  await using app = await standInApp(() => plan);
  const { stdout } = await app.run(runDo, 'preset', 'R1', '--set', 'steps=1', '--dry-run');
  expect(stdout.trim().split('\n').slice(-2)).toEqual([
    'skipped 2: untuned (3080 is not tuned on it)',
    'skipped 1: untuned (2700 is not tuned on it)',
  ]);
});

it('says of the pools of before which passwords are written', async () => {
  const plan = { ...(planOf(1) as JobPlan), action: 'pools', params: { before: true } };
  await using app = await standInApp(() => plan);
  const { stdout } = await app.run(runDo, 'pools', 'R1', '--set', 'before=on', '--dry-run');
  expect(stdout).toContain('passwords are not known: an address that is still there keeps its own');
});

it('passes the end of a pause on, and says when that is', async () => {
  const plan = { ...(planOf(1) as JobPlan), action: 'pause', resume_at: new Date(2030, 0, 31, 14, 30).getTime() };
  await using app = await standInApp(() => plan);
  const { stdout } = await app.run(runDo, 'pause', 'R1', '--for', '1h30m', '--dry-run');
  expect(stdout).toContain('until 2030-01-31 14:30: PowerHive then resumes those that are still paused by this');
  await app.run(runDo, 'pause', 'R1', '--for', '45min', '--dry-run');
  await app.run(runDo, 'pause', 'R1', '--until', '2030-01-31 14:30', '--dry-run');
  await app.run(runDo, 'pause', 'R1', '--dry-run');
  expect(app.asked.map(({ body }) => body)).toMatchObject([
    { resume_after_minutes: 90 },
    { resume_after_minutes: 45 },
    { resume_at: plan.resume_at },
    { action: 'pause' },
  ]);
  expect(app.asked.at(-1)?.body).not.toHaveProperty('resume_at');
});

it('takes a time of day for the next one, by the clock of the wall', () => {
  const at = (day: number, hour: number, minute: number) => new Date(2030, 2, day, hour, minute).getTime();
  const until = (text: string, nowMs: number) => readPauseEnd({ until: text }, nowMs).resume_at;
  expect(until('14:30', at(30, 14, 29))).toBe(at(30, 14, 30));
  expect(until('14:30', at(30, 14, 30))).toBe(at(31, 14, 30));
  expect(until('7:05', at(31, 8, 0))).toBe(at(32, 7, 5));
});

it.each([
  [['--for', '0'], '--for takes a duration, such as 30m, 1h or 1h30m, not "0"'],
  [['--for', 'ever'], '--for takes a duration'],
  [['--until', 'tomorrow'], '--until takes a time, such as 14:30 or 2026-01-31T14:30, not "tomorrow"'],
  [['--until', '25:00'], '--until takes a time'],
  [['--until', '2027-02-30T10:00'], '--until: there is no such date as "2027-02-30T10:00"'],
  [['--until', '2027-13-01 10:00'], '--until: there is no such date as "2027-13-01 10:00"'],
  [['--for', '1h', '--until', '14:30'], 'give either --for or --until'],
])('refuses %j: %s', async (options, words) => {
  await using app = await standInApp(() => planOf(1));
  expect((await app.run(runDo, 'pause', 'R1', ...options)).code).toContain(words);
  expect(app.asked).toEqual([]);
});

it.each([
  ['percent=abc', '--set percent takes a number, not "abc"'],
  ['foo=1', '--set foo: it takes one of on, percent, preset'],
  ['steps=2', '--set steps: must be 1 or -1'],
])('refuses --set %s: %s', async (pair, words) => {
  await using app = await standInApp(() => planOf(1));
  expect((await app.run(runDo, 'throttle', 'R1', '--set', pair)).code).toContain(words);
  expect(app.asked).toEqual([]);
});
