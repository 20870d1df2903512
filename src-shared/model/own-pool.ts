import { z } from 'zod';

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
