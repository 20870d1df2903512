import { z } from 'zod';
import { PARAM_BOUNDS } from '../limits/action-param-limits.ts';
import { MOST_PAUSE_MINUTES } from '../limits/pause-minutes.ts';
import { isMasked } from '../masked.ts';
import type { Bounds } from '../setting-defaults/bounded-setting.ts';
import { ACTION_BOUNDS, MOST_SPREAD_MINUTES } from '../setting-defaults/job-waves-and-starts.ts';
import { MinerQuery } from './miner/miner-query.ts';
import { GivenTimestampMs, MacAddress, MOST_MINERS } from './scalars.ts';

const within = ({ least, most }: Bounds) => z.int().min(least).max(most);

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

const NO_CONTROLS = 'must not contain line breaks or other control characters';
const hasControls = (text: string): boolean => /\p{Cc}/u.test(text);

/**
 * A pool to set. In `user`, `{name}`, `{mac}`, `{ip}`, `{hostname}` and `{tag.x}` are replaced by
 * the miner's own, and `{worker}` by the worker name that it has now. Without `pass` the password
 * that is stored for this address is kept.
 */
export const PoolParams = z.strictObject({
  url: z
    .string()
    .trim()
    .min(1)
    .max(256)
    .refine((url) => url.toLowerCase() !== 'devfee', 'must be a pool of your own: DevFee is the fee of the firmware')
    .refine((url) => !/[\s\p{Cc}]/u.test(url), 'must not contain spaces')
    .refine((url) => !/^https?:\/\//i.test(url), 'must be a pool, such as pool.example:3333, and no web page'),
  user: z
    .string()
    .max(256)
    .refine((user) => user.trim() !== '', 'must not be empty')
    .refine((user) => !hasControls(user), NO_CONTROLS)
    .refine((user) => !isMasked(user), 'must not be masked'),
  pass: z
    .string()
    .max(256)
    .refine((pass) => !hasControls(pass), NO_CONTROLS)
    .refine((pass) => !isMasked(pass), 'must not be masked')
    .optional(),
});
export type PoolParams = z.infer<typeof PoolParams>;

/** The parameters of all actions. `PARAMS_OF` lists those that each action takes. */
export const JobParams = z.strictObject({
  on: z.boolean().optional().describe('locate: whether the light is on'),
  percent: within(PARAM_BOUNDS.percent).optional().describe('throttle: percent of the nominal power'),
  preset: z.string().min(1).max(64).optional().describe('preset: by its name'),
  watts: within(PARAM_BOUNDS.watts).optional().describe('preset: the highest tuned one at or under so many watts'),
  steps: z
    .literal([1, -1], 'must be 1 or -1')
    .optional()
    .describe('preset: 1 is the next higher one, -1 the next lower one'),
  url: z.string().trim().min(1).max(256).optional().describe('switch_pool: the address of the pool, as it is set'),
  user: z
    .string()
    .min(1)
    .max(256)
    .refine((user) => !isMasked(user), 'must not be masked')
    .optional()
    .describe('switch_pool: its worker name, where miners have several accounts at the address'),
  pools: z.array(PoolParams).min(1).max(3).optional().describe('pools: one to three, in order'),
  before: z
    .literal(true, 'must be true')
    .optional()
    .describe(
      'pools: those that each miner had before foreign ones, with its worker (pools_before of the miner). A miner of which none are known is left out. Passwords are not known: that of an address which the miner still has is kept, and another address gets the one that is in its slot now',
    ),
});
export type JobParams = z.infer<typeof JobParams>;

/** The parameters of each action. It takes exactly one of them, or none if the list is empty. */
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
  pools: ['pools', 'before'],
};

/** Optional additional parameters of an action. */
const BESIDE: Readonly<Partial<Record<JobAction, readonly (keyof JobParams)[]>>> = { switch_pool: ['user'] };

/** What the next wave of a job waits for. */
export const NextWaveWhen = z
  .enum(['in_force', 'first_proven', 'proven'])
  .describe(
    'the next wave begins when each miner of the last one is in force, or when its figures have proven it: of the first wave alone (first_proven), or of each (proven); then one that they do not prove counts as failed. Actions without a proof are never waited for beyond being in force',
  );
export type NextWaveWhen = z.infer<typeof NextWaveWhen>;

/** The size of a job's waves, and when it stops by itself. */
export const JobRules = z.strictObject({
  first_wave: within(ACTION_BOUNDS.first_wave),
  second_wave: within(ACTION_BOUNDS.second_wave),
  third_wave_percent: within(ACTION_BOUNDS.third_wave_percent).describe('of all planned miners'),
  third_wave_most: within(ACTION_BOUNDS.third_wave_most),
  wave_most: within(ACTION_BOUNDS.wave_most),
  stop_wave_failed_percent: within(ACTION_BOUNDS.stop_wave_failed_percent).describe(
    'it stops when more of a wave fail',
  ),
  stop_total_failed_percent: within(ACTION_BOUNDS.stop_total_failed_percent).describe(
    'it stops when more of all planned miners fail',
  ),
  next_wave_when: NextWaveWhen,
});
export type JobRules = z.infer<typeof JobRules>;

/** Like a job, the end of a pause can be at most so far ahead. */

const orderShape = {
  action: JobAction,
  params: JobParams.prefault({}),
  ids: z.array(MacAddress).min(1).max(MOST_MINERS).optional(),
  query: MinerQuery.optional(),
  allow_untuned: z
    .boolean()
    .default(false)
    .describe('preset: also one that the miner has not tuned, which begins hours of tuning'),
  rules: JobRules.partial()
    .optional()
    .describe('waves and stop limits of this job alone; what is not given is as in the settings'),
  start_at: GivenTimestampMs.optional().describe('when it begins; at once where it is not given'),
  spread_minutes: z
    .int()
    .min(1)
    .max(MOST_SPREAD_MINUTES)
    .optional()
    .describe('over how long the miners are begun, one after the other; as fast as allowed where it is not given'),
  resume_at: GivenTimestampMs.optional().describe(
    'pause: when PowerHive resumes the miners that the job has paused; where neither this nor resume_after_minutes is given, they stay paused until someone resumes them',
  ),
  resume_after_minutes: z
    .int()
    .min(1)
    .max(MOST_PAUSE_MINUTES)
    .optional()
    .describe('pause: the same, so long after the job begins'),
};

interface OrderLike {
  readonly action: JobAction;
  readonly params: JobParams;
  readonly resume_at?: number | undefined;
  readonly resume_after_minutes?: number | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly query?: string | undefined;
}

interface Issues {
  addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string }): void;
}

function checkOrder({ action, params, ids, query, resume_at, resume_after_minutes }: OrderLike, context: Issues): void {
  const issue = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
  const ends = [resume_at, resume_after_minutes].filter((end) => end !== undefined);
  if (ends.length > 1) issue(['resume_at'], 'give either resume_at or resume_after_minutes');
  if (ends.length > 0 && action !== 'pause') issue(['resume_at'], 'only a pause can have an end');
  if ((ids === undefined) === (query === undefined)) issue([], 'give either ids or a query');
  const allowed = PARAMS_OF[action];
  const given = Object.entries(params).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  for (const key of given) {
    if (!([...allowed, ...(BESIDE[action] ?? [])] as readonly string[]).includes(key))
      issue(['params', key], `is no parameter of ${action}`);
  }
  const taken = given.filter((key) => (allowed as readonly string[]).includes(key));
  if (allowed.length > 0 && taken.length !== 1) {
    issue(['params'], `${action} takes ${allowed.length === 1 ? allowed[0] : `exactly one of ${allowed.join(', ')}`}`);
  }
}

/** Which miners: given by their ids or by a query. */
export const MinerChoice = z
  .strictObject({ ids: orderShape.ids, query: orderShape.query })
  .refine(({ ids, query }) => (ids === undefined) !== (query === undefined), 'give either ids or a query');
export type MinerChoice = z.infer<typeof MinerChoice>;

/** What to do, and to which miners: given by their ids or by a query. */
export const JobOrder = z.strictObject(orderShape).superRefine(checkOrder);
export type JobOrder = z.infer<typeof JobOrder>;

/** The end of a pause that is set, changed or cancelled afterwards. */
export const NewPauseEnd = z
  .strictObject({
    resume_at: GivenTimestampMs.nullable()
      .optional()
      .describe('when the miners that the job has paused are resumed; null: not by PowerHive'),
    resume_after_minutes: z.int().min(1).max(MOST_PAUSE_MINUTES).optional().describe('the same, so long from now on'),
  })
  .refine(
    ({ resume_at, resume_after_minutes }) => (resume_at === undefined) !== (resume_after_minutes === undefined),
    'give either resume_at or resume_after_minutes',
  );
export type NewPauseEnd = z.infer<typeof NewPauseEnd>;

const confirm_count = z
  .int()
  .nonnegative()
  .nullable()
  .optional()
  .describe('the number of planned miners, where the plan asks for it; one that is given must be right');

const planned_digest = z
  .string()
  .max(64)
  .optional()
  .describe('that of the plan which was seen: where other miners would be changed by now, the job is refused');

/** Confirms a plan that was shown: the number of miners, and which. */
export const PlanConfirmation = z.strictObject({ confirm_count, planned_digest });
export type PlanConfirmation = z.infer<typeof PlanConfirmation>;

/** Which miners of a job are tried once more, with the confirmation of their plan. */
export const NewRetry = z.strictObject({
  ...PlanConfirmation.shape,
  of: z
    .enum(['failed', 'not_sent'])
    .default('failed')
    .describe(
      'failed: those that failed, or that this computer was too busy for; not_sent: those whose turn had not come when the job ended',
    ),
});
export type NewRetry = z.infer<typeof NewRetry>;

/** An order with the confirmation of its plan. */
export const NewJob = z.strictObject({ ...orderShape, ...PlanConfirmation.shape }).superRefine(checkOrder);
export type NewJob = z.infer<typeof NewJob>;
