import { z } from 'zod';

/** A pool that a job set, as pools are told apart: without its port, and without the worker. */
export const OrderedPool = z.object({
  host: z.string().min(1).max(255).describe('in small letters, without scheme and port'),
  account: z
    .string()
    .max(1000)
    .nullable()
    .describe('what stands before the name of the worker, in small letters; null is any account'),
});
export type OrderedPool = z.infer<typeof OrderedPool>;

/** One that PowerHive keeps in mind. */
export const OwnPool = OrderedPool.extend({
  miners: z.int().describe('on how many miners of the farm a job set it last'),
});
export type OwnPool = z.infer<typeof OwnPool>;
