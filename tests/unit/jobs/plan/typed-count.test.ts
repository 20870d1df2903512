import { expect, it } from 'vitest';
import { createJobOperations } from '../../../../src-main/app/operations/jobs.ts';
import { confirmed, isTypedCount, typedCount } from '../../../../src-shared/actions/typed-count.ts';
import { type JobAction, type JobParams, NewJob } from '../../../../src-shared/model/index.ts';
import { BY_TESTER } from '../../../fixtures/actors.ts';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';
import { idOf } from '../../../fixtures/jobs/scripted-miners.ts';

/** The calls of REST and of screens, with miners in memory. */
function operations(count: number) {
  const work = jobsAtWork(count);
  const { jobs, clock } = work;
  const calls = createJobOperations({ jobs, clock } as never);
  return { ...work, calls };
}
const idsOf = (count: number): string[] => Array.from({ length: count }, (_, index) => idOf(index + 1));

it.each([
  [{ steps: 0 }, 'must be 1 or -1'],
  [{ steps: 2 }, 'must be 1 or -1'],
] as const)('a preset of %j is refused: %s', (params, message) => {
  const { error } = NewJob.safeParse({ action: 'preset', params, query: '*' });
  expect(error?.issues).toMatchObject([{ message, path: ['params', 'steps'] }]);
});

it.each([{ user: 'farm.1\n' }, { user: 'farm.1\u0000' }, { pass: 'x\ry' }])(
  'a pool with %j is refused: it would be written to miners as it is',
  (pool) => {
    const params = { pools: [{ url: 'pool.example:3333', user: 'farm.1', pass: 'x', ...pool }] };
    const { error } = NewJob.safeParse({ action: 'pools', params, query: '*' });
    expect(error?.issues).toMatchObject([{ message: 'must not contain line breaks or other control characters' }]);
  },
);

it.each([
  ['http://pool.example:3333', 'must be a pool, such as pool.example:3333, and no web page'],
  ['pool.example :3333', 'must not contain spaces'],
  ['stratum+ssl://pool.example:3333', undefined],
  ['pool.example:3333/path', undefined],
])('the pool %s is refused: %s', (url, message) => {
  const { error } = NewJob.safeParse({ action: 'pools', params: { pools: [{ url, user: 'farm' }] }, query: '*' });
  expect(error?.issues.map((issue) => issue.message)).toEqual(message === undefined ? undefined : [message]);
});

it.each([
  ['4243', true],
  [' 4,243 ', true],
  ['4.243', true],
  ['4\u00a0243', true],
  ['42,43', false],
  ['4243.0', false],
  ['424', false],
  ['', false],
])('a typed %j is the number 4,243: %s', (typed, is) => {
  expect(isTypedCount(typed, 4243)).toBe(is);
});

it.each<[JobAction, JobParams]>([
  ['stop', {}],
  ['reboot', {}],
  ['preset', { preset: '2500' }],
  ['pools', { pools: [{ url: 'pool.example:4444', user: 'farm.{name}', pass: 'x' }] }],
])('a %s asks for the number of miners, which is typed on screens above 20 of them', (action, params) => {
  const { jobs } = jobsAtWork(21);
  const countOf = (miners: number) => jobs.plans.prepare({ action, params, allow_untuned: false }, idsOf(miners)).plan;
  expect(countOf(1)).toMatchObject({ planned: { length: 1 }, confirm_count: 1 });
  expect(countOf(21)).toMatchObject({ planned: { length: 21 }, confirm_count: 21 });
  expect([typedCount(action, 20), typedCount(action, 21)]).toEqual([null, 21]);
});

it.each([
  ['locate', { on: true }],
  ['pause', {}],
  ['restart', {}],
  ['throttle', { percent: 70 }],
] as const)('a %s never does', (action, params) => {
  const { jobs } = jobsAtWork(21);
  expect(jobs.plans.prepare({ action, params, allow_untuned: false }, idsOf(21)).plan.confirm_count).toBeNull();
  expect(typedCount(action, 21)).toBeNull();
});

it('without the number nothing starts where it is asked for, and with a wrong one nowhere', async () => {
  const { calls, miners } = operations(3);
  const start = (ids: string[], confirm_count?: number) =>
    calls.start(NewJob.parse({ action: 'reboot', ids, confirm_count }), BY_TESTER);
  const restart = NewJob.parse({ action: 'restart', ids: idsOf(3), confirm_count: 2 });
  for (const refused of [await start(idsOf(3)), await start(idsOf(3), 2), await calls.start(restart, BY_TESTER)]) {
    expect(refused).toMatchObject({ ok: false, refusal: { data: { path: 'confirm_count' } } });
  }
  expect(await start(idsOf(3), 3)).toMatchObject({ ok: true });
  expect(miners.writeCount).toBe(0);
});

it('a miner that was removed meanwhile is left out, and the others are changed', async () => {
  const { calls } = operations(2);
  const order = NewJob.parse({ action: 'pause', ids: idsOf(3) });
  expect(calls.plan(order)).toMatchObject({
    ok: true,
    value: { planned: idsOf(2).map((id) => ({ id })), skipped: [{ id: idOf(3), reason: 'there is no such miner' }] },
  });
  expect(await calls.start({ ...order, confirm_count: 2 }, BY_TESTER)).toMatchObject({ ok: true });
  const gone = NewJob.parse({ action: 'pause', ids: [idOf(3)] });
  expect(await calls.start(gone, BY_TESTER)).toMatchObject({ ok: false, refusal: { data: { path: 'ids' } } });
});

it('an undo and a retry begin by the number alone: without it they are plans', async () => {
  const { calls, start, untilEnd } = operations(2);
  const job_id = await start({ action: 'pause' });
  await untilEnd(job_id);
  const undo = (confirm_count?: number) => calls.undo({ params: { job_id }, body: { confirm_count } }, BY_TESTER);
  expect(await undo()).toMatchObject({ ok: true, value: { confirm_count: 2 } });
  expect(await undo(1)).toMatchObject({ ok: false });
  expect(await undo(2)).toMatchObject({ ok: true, value: { job: { undo_of: job_id } } });
});

it('starts on the miners of the preview and on no others, also where they are as many', async () => {
  const { jobs, calls } = operations(4);
  const order = { action: 'stop', params: {}, allow_untuned: false } as const;
  const seen = jobs.plans.prepare(order, idsOf(3)).plan;
  const others = idsOf(4).slice(1);
  expect(jobs.plans.prepare(order, [...idsOf(3)].reverse()).plan.planned_digest).toBe(seen.planned_digest);
  const start = (ids: string[]) => calls.start(NewJob.parse({ ...order, ids, ...confirmed(seen) }), BY_TESTER);
  expect(await start(others)).toMatchObject({ ok: false, refusal: { code: 'CONFLICT' } });
  expect(await start(idsOf(3))).toMatchObject({ ok: true });
});

it('two that are planned on the same miners before either begins are one job', async () => {
  const { jobs } = operations(2);
  const [first, second] = [1, 2].map(() =>
    jobs.plans.prepare({ action: 'pause', params: {}, allow_untuned: false }, idsOf(2)),
  );
  const begun = await Promise.all([first?.run(BY_TESTER.actor), second?.run(BY_TESTER.actor)]);
  expect(begun.filter((job) => job !== null)).toHaveLength(1);
});

it('a step that leads elsewhere than in the preview starts nothing', async () => {
  const { miners, calls } = operations(2);
  const order = NewJob.parse({ action: 'preset', params: { steps: -1 }, ids: idsOf(2) });
  const plan = calls.plan(order);
  if (!plan.ok) throw new Error('no plan');
  miners.at(1).preset = '2500';
  const start = () => calls.start({ ...order, ...confirmed(plan.value) }, BY_TESTER);
  expect(await start()).toMatchObject({ ok: false, refusal: { code: 'CONFLICT' } });
  miners.at(1).preset = '2900';
  expect(await start()).toMatchObject({ ok: true });
});
