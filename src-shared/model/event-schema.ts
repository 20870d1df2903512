import { z } from 'zod';
import { Actor } from './actor.ts';
import { MacAddress, TimestampMs } from './scalars.ts';

/** What a setting is: a figure, a text, a switch, a list of texts, or not set. */
const SettingValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

/** What of something changed, by its path. */
export const SettingChanges = z.array(z.object({ path: z.string(), before: SettingValue, after: SettingValue }));

/** One kind of event: its code, what it says, and its particulars. */
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
