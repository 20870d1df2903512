import { z } from 'zod';
import { Actor } from './actor.ts';
import { MacAddress, Measured, Text, TimestampMs } from './scalars.ts';

/** What can be done to miners. */
export const JobAction = z.enum([
  'locate',
  'pause',
  'resume',
  'start',
  'stop',
  'restart',
  'reboot',
  'throttle',
  'preset',
  'switch_pool',
  'pools',
]);
export type JobAction = z.infer<typeof JobAction>;

/** The text that a firmware shows in place of a worker name or password that it hides. */
const MASKED = /^\*+$/;

/**
 * A pool to set. `user` may have `{name}`, `{mac}`, `{ip}`, `{hostname}` and `{tag.x}` in it, which
 * stand for the miner's own. Without `pass` the password stays that is stored for this address.
 */
export const PoolParams = z.strictObject({
  url: z
    .string()
    .trim()
    .min(1)
    .max(256)
    .refine((url) => url.toLowerCase() !== 'devfee', 'must be a pool of your own: DevFee is the fee of the firmware'),
  user: z
    .string()
    .min(1)
    .max(256)
    .refine((user) => !MASKED.test(user), 'must not be masked'),
  pass: z
    .string()
    .max(256)
    .refine((pass) => !MASKED.test(pass), 'must not be masked')
    .optional(),
});
export type PoolParams = z.infer<typeof PoolParams>;

/** The parameters of all actions; which of them an action takes is said by `PARAMS_OF`. */
export const JobParams = z.strictObject({
  on: z.boolean().optional().describe('locate: whether the light is on'),
  percent: z.int().min(20).max(100).optional().describe('throttle: percent of the nominal power'),
  preset: z.string().min(1).max(64).optional().describe('preset: by its name'),
  watts: z.int().min(1).max(100_000).optional().describe('preset: the highest tuned one at or under so many watts'),
  steps: z.int().min(-1).max(1).optional().describe('preset: 1 is the next higher one, -1 the next lower one'),
  url: z.string().trim().min(1).max(256).optional().describe('switch_pool: the address of the pool, as it is set'),
  pools: z.array(PoolParams).min(1).max(3).optional().describe('pools: one to three, in order'),
});
export type JobParams = z.infer<typeof JobParams>;

/** The parameters of each action, of which it takes exactly one; none where the list is empty. */
const PARAMS_OF: Readonly<Record<JobAction, readonly (keyof JobParams)[]>> = {
  locate: ['on'],
  pause: [],
  resume: [],
  start: [],
  stop: [],
  restart: [],
  reboot: [],
  throttle: ['percent'],
  preset: ['preset', 'watts', 'steps'],
  switch_pool: ['url'],
  pools: ['pools'],
};

const MOST_MINERS = 20_000;

const orderShape = {
  action: JobAction,
  params: JobParams.prefault({}),
  ids: z.array(MacAddress).min(1).max(MOST_MINERS).optional(),
  query: z.string().min(1).max(2000).optional().describe('which miners, in the language of the search'),
  allow_untuned: z
    .boolean()
    .default(false)
    .describe('preset: also one that the miner has not tuned, which begins hours of tuning'),
};

interface OrderLike {
  readonly action: JobAction;
  readonly params: JobParams;
  readonly ids?: readonly string[] | undefined;
  readonly query?: string | undefined;
}

interface Issues {
  addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string }): void;
}

function checkOrder({ action, params, ids, query }: OrderLike, context: Issues): void {
  const issue = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
  if ((ids === undefined) === (query === undefined)) issue([], 'give either ids or a query');
  const allowed = PARAMS_OF[action];
  const given = Object.entries(params).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  for (const key of given) {
    if (!(allowed as readonly string[]).includes(key)) issue(['params', key], `is no parameter of ${action}`);
  }
  const taken = given.filter((key) => (allowed as readonly string[]).includes(key));
  if (allowed.length > 0 && taken.length !== 1) {
    issue(['params'], `${action} takes ${allowed.length === 1 ? allowed[0] : `exactly one of ${allowed.join(', ')}`}`);
  }
  if (params.steps === 0) issue(['params', 'steps'], 'must be 1 or -1');
}

/** What to do, and to which miners: given by their ids or by a query. */
export const JobOrder = z.strictObject(orderShape).superRefine(checkOrder);
export type JobOrder = z.infer<typeof JobOrder>;

const confirm_count = z
  .int()
  .nonnegative()
  .nullable()
  .optional()
  .describe('the number of planned miners, where the plan asks for it');

/** The same, with the number that confirms it. */
export const NewJob = z.strictObject({ ...orderShape, confirm_count }).superRefine(checkOrder);
export type NewJob = z.infer<typeof NewJob>;

/** Why a miner is left out. */
export const SkipCode = z.enum([
  'already_there',
  'unknown_preset',
  'untuned',
  'modded_psu_required',
  'above_max_preset',
  'busy',
  'failure',
  'restart_pending',
  'switcher_bounds',
  'changed_meanwhile',
  'stale',
  'offline',
  'unmanaged',
  'not_allowed',
  'locked',
  'config_corrupt',
  'cooling_down',
]);
export type SkipCode = z.infer<typeof SkipCode>;

/**
 * What became of a miner in a job. `stored`: the miner has it in its settings, and it takes effect
 * at a restart. `in_force`: it was read back. `proven`: its figures show it. `unknown`: the request
 * was sent and the miner cannot be read. `cancelled`: nothing was sent to it.
 */
export const Verdict = z.enum([
  'planned',
  'skipped',
  'running',
  'refused',
  'failed',
  'stored',
  'in_force',
  'proven',
  'unknown',
  'cancelled',
]);
export type Verdict = z.infer<typeof Verdict>;

/** What a miner is, of all that an action can change; null is unknown. */
export const ActedState = z.object({
  state: Text,
  preset: Text.describe('the preset in force'),
  power_w: Measured,
  hashrate_hs: Measured,
  throttled_percent: Measured,
  locate_on: z.boolean().nullable(),
  pool_url: Text.describe('the pool in use'),
  pools: z
    .array(z.object({ url: z.string(), user: z.string() }))
    .nullable()
    .describe('the pools that are set, without their passwords'),
});
export type ActedState = z.infer<typeof ActedState>;

/** How a change takes effect. */
const ChangeKind = z.enum(['live', 'restart', 'reboot']);

/** What was measured when a preset was changed on miners of a model and firmware. */
export const Transition = z.object({
  model_alias: Text,
  firmware_version: Text,
  from: z.string(),
  to: z.string(),
  how: ChangeKind,
  seconds: Measured.describe('from the request until it was in force'),
  power_w: Measured.describe('measured afterwards'),
  hashrate_hs: Measured.describe('measured afterwards'),
  miners: z.int().describe('how often it was proven'),
  first_at: TimestampMs,
  last_at: TimestampMs,
});
export type Transition = z.infer<typeof Transition>;

/** A miner that a job will change. */
const PlannedMiner = z.object({
  id: MacAddress,
  before: ActedState,
  expect: ActedState.describe('what it is expected to be afterwards; null is unknown or unchanged'),
  transition: Transition.nullable().describe('what was measured for this change; null where it was never proven here'),
});

/** What a job would do, before it is started. */
export const JobPlan = z.object({
  action: JobAction,
  params: JobParams,
  planned: z.array(PlannedMiner),
  skipped: z.array(z.object({ id: MacAddress, code: SkipCode, reason: z.string() })),
  waves: z.array(z.int()).describe('how many miners are changed at once, one wave after the other'),
  power_w_change: Measured.describe('when done; the sum of those of which it is known, null where it is of none'),
  hashrate_hs_change: Measured.describe('when done, like the power'),
  dark_seconds: Measured.describe('for how long each miner does not hash meanwhile; null where nothing is known'),
  confirm_count: z.int().nullable().describe('the number that must be given to start it; null where it needs none'),
});
export type JobPlan = z.infer<typeof JobPlan>;

/** One miner of a job. */
export const JobItem = z.object({
  id: MacAddress,
  wave: z.int().nullable().describe('counted from 1; null where it was skipped'),
  verdict: Verdict,
  code: Text.describe('why, as a stable word: of a skipped miner its skip code'),
  message: Text.describe('the same for reading'),
  before: ActedState.nullable(),
  after: ActedState.nullable(),
  started_at: TimestampMs.nullable(),
  finished_at: TimestampMs.nullable(),
});
export type JobItem = z.infer<typeof JobItem>;

export const JobState = z.enum(['running', 'done', 'stopped', 'halted']);
export type JobState = z.infer<typeof JobState>;

/**
 * A change of miners, while it is carried out and afterwards. `stopped` by someone; `halted` by
 * itself, because too many failed or the program ended, which `reason` says.
 */
export const Job = z.object({
  job_id: z.uuidv7(),
  action: JobAction,
  params: JobParams,
  actor: Actor,
  state: JobState,
  reason: Text,
  undo_of: z.uuidv7().nullable().describe('the job that this one takes back'),
  query: Text.describe('the query that named the miners; null where they were listed'),
  waves: z.array(z.int()),
  wave: z.int().describe('the wave that is carried out, or was last; counted from 1, 0 before the first'),
  created_at: TimestampMs,
  finished_at: TimestampMs.nullable(),
  counts: z.partialRecord(Verdict, z.int()).describe('how many miners have each verdict'),
});
export type Job = z.infer<typeof Job>;

/** A job with each of its miners. */
export const JobDetail = Job.extend({ items: z.array(JobItem) });
export type JobDetail = z.infer<typeof JobDetail>;

const TokenScope = Actor.shape.scope;

/** A token for REST. Its secret is shown once, when it is made. */
export const ApiToken = z.object({
  id: z.uuidv7(),
  name: z.string(),
  scope: TokenScope,
  created_at: TimestampMs,
  last_used_at: TimestampMs.nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;

export const NewApiToken = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .regex(/^[\p{L}\p{N} ._-]+$/u, 'letters, digits, spaces, dots, dashes and underscores only'),
  scope: TokenScope,
});
export type NewApiToken = z.infer<typeof NewApiToken>;
