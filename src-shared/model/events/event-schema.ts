import { z } from 'zod';
import { Actor } from '../actor.ts';
import { MacAddress, TimestampMs } from '../scalars.ts';

/** The value of a setting; null if not set. */
const SettingValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

/** Changed values, each with its path. */
export const SettingChanges = z.array(z.object({ path: z.string(), before: SettingValue, after: SettingValue }));

/** The schema of one kind of event: its code, its description, and its data. */
export function event<C extends string, D extends z.ZodRawShape>(code: C, about: string, data: D) {
  return z
    .object({
      event_id: z.uuidv7(),
      event: z.literal(code),
      at: TimestampMs,
      actor: Actor.nullable(),
      miner_id: MacAddress.nullable(),
      data: z.object(data),
    })
    .describe(about);
}

/** Why something happened, in words for the operator. */
export const Reason = z.string().describe('why, in words for the operator');
