import { z } from 'zod';
import { TimestampMs } from './scalars.ts';

/** One discovery run, while it goes on and after it. */
export const Scan = z.object({
  scan_id: z.string(),
  trigger: z.enum(['schedule', 'operator']),
  scope: z.enum(['all', 'targets', 'miner']),
  phase: z.enum(['dialling', 'probing', 'confirming', 'done', 'aborted', 'failed']),
  targets: z.array(z.string()),
  started_at: TimestampMs,
  finished_at: TimestampMs.nullable(),
  duration_ms: z.int().nullable(),
  addresses_total: z.int(),
  addresses_done: z.int(),
  answered: z.int().describe('addresses that accepted a connection'),
  miners_found: z.int(),
  not_miners: z.int(),
  miners_new: z.int(),
  miners_back: z.int(),
  miners_moved: z.int().describe('known miners found at another address'),
  miners_offline: z.int().describe('miners that this run found gone'),
  message: z.string().nullable().describe('what stopped the run or what it could not see, in words'),
});
export type Scan = z.infer<typeof Scan>;

/** Whether PowerHive is able to see the farm at all. While it is not, nobody is called offline. */
export const Watching = z.object({
  state: z.enum(['watching', 'not_watching', 'no_targets', 'paused']),
  since_at: TimestampMs,
  reason: z.string().nullable(),
});
export type Watching = z.infer<typeof Watching>;
