import { z } from 'zod';
import { MacAddress, TimestampMs } from './scalars.ts';

/** One thing that happened: something PowerHive did, saw, or was told by the operator. */
export const ActivityEntry = z.object({
  id: z.int(),
  at: TimestampMs,
  kind: z.enum([
    'scan',
    'miner_new',
    'miner_offline',
    'miner_back',
    'miner_moved',
    'address_conflict',
    'api_key_created',
    'unlock_refused',
    'operator_change',
    'watching',
    'error',
    'app',
  ]),
  level: z.enum(['info', 'warning', 'error']),
  miner_id: MacAddress.nullable(),
  message: z.string(),
});
export type ActivityEntry = z.infer<typeof ActivityEntry>;
export type NewActivityEntry = Omit<ActivityEntry, 'id'>;
