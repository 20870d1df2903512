import { z } from 'zod';
import { Actor } from './actor.ts';
import { PlaceText } from './miner.ts';
import { MacAddress, TimestampMs } from './scalars.ts';

const SETS = z.strictObject({
  managed: z.boolean().optional().describe('whether PowerHive may monitor them and act on them'),
  place: PlaceText.nullable().optional().describe('where they stand, such as R7; null takes them out of their place'),
});

/** What a change of many miners does to each of them. */
export const MinersPatch = SETS.refine(
  ({ managed, place }) => (managed === undefined) !== (place === undefined),
  'give either managed or place',
);
export type MinersPatch = z.infer<typeof MinersPatch>;

/**
 * A change of many miners, while it goes on and after it. It runs in the program: whoever asked for
 * it may leave. `done`, `failed` and `skipped` add up to `total` when it has ended. `done` counts
 * miners that are as they should be, also those that were so before. It is `stopped` by whoever
 * asks for that, or because PowerHive stops, and `failed` where the database can't be written; what
 * is left of it then is `skipped`.
 */
export const MinersChange = z.object({
  change_id: z.uuidv7(),
  state: z.enum(['running', 'done', 'stopped', 'failed']),
  patch: SETS,
  actor: Actor,
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  skipped: z.int(),
  failures: z
    .array(z.object({ id: MacAddress, name: z.string(), message: z.string() }))
    .describe('why miners could not be changed; the first 100'),
  started_at: TimestampMs,
  finished_at: TimestampMs.nullable(),
});
export type MinersChange = z.infer<typeof MinersChange>;
