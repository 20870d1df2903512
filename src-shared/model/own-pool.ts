import { z } from 'zod';
import { TimestampMs } from './scalars.ts';

/** The identity of a pool that a job set: host and account, without port and worker. */
export const OrderedPool = z.object({
  host: z.string().min(1).max(255).describe('in small letters, without scheme and port'),
  account: z
    .string()
    .max(1000)
    .nullable()
    .describe('what stands before the name of the worker, in small letters; null is any account'),
});
export type OrderedPool = z.infer<typeof OrderedPool>;

/** A stored pool with its use. */
export const OwnPool = OrderedPool.extend({
  miners: z.int().describe('on how many miners of the farm a job set it last'),
});
export type OwnPool = z.infer<typeof OwnPool>;

/** What the operator says of a pool, or of an account there. */
export const PoolDecision = OrderedPool.extend({
  is_own: z.boolean().describe("whether it is the farm's own, however many miners use it"),
});
export type PoolDecision = z.infer<typeof PoolDecision>;

/**
 * Why a pool counts as the farm's own, or not. `mine`, `not_mine`: the operator said so. `job`: a job
 * set it. `share`: a good part of the farm is set to it. `unconfirmed`: a good part is, and most of
 * these miners had other pools of the farm before, which no job changed. `foreign`: few miners are set
 * to it. `unknown`: the farm has too few miners or too many pools to tell.
 */
export const PoolStanding = z.enum(['mine', 'not_mine', 'job', 'share', 'unconfirmed', 'foreign', 'unknown']);
export type PoolStanding = z.infer<typeof PoolStanding>;

/** A pool to which monitored miners are set now. */
export const SeenPool = OrderedPool.extend({
  account: OrderedPool.shape.account.describe(
    'what stands before the name of the worker, in small letters; null where it is masked or unknown',
  ),
  miners: z.int().describe('how many monitored miners are set to it, by their latest readings'),
  since_at: TimestampMs.nullable().describe(
    'when the first of them changed to it from other pools of the farm; null where none did',
  ),
  standing: PoolStanding,
});
export type SeenPool = z.infer<typeof SeenPool>;
