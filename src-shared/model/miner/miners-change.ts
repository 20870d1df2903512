import { z } from 'zod';
import { Actor } from '../actor.ts';
import { MacAddress, MOST_MINERS, TimestampMs } from '../scalars.ts';
import { MinerPatch, PlaceText } from './miner.ts';
import { MinerQuery } from './miner-query.ts';
import { MinersChangeKind } from './miners-change-kind.ts';

/** One miner with its patch. */
const OneMiner = z.strictObject({ id: MacAddress, patch: MinerPatch });

/**
 * A change and its miners: the same change for the given ids or for those that the query finds now,
 * or a separate patch for each.
 */
export const NewMinersChange = z
  .strictObject({
    ids: z.array(MacAddress).min(1).max(MOST_MINERS).optional(),
    query: MinerQuery.optional(),
    patch: MinerPatch.optional().describe('what is changed of all of them'),
    remove: z.enum(['keep', 'drop']).optional().describe('takes them out of the farm, with or without their history'),
    check: z.literal(true).optional().describe('probes and reads them now'),
    each: z.array(OneMiner).min(1).max(MOST_MINERS).optional().describe('miners, each with what is changed of it'),
  })
  .refine(
    ({ ids, query, each }) => [ids, query, each].filter((given) => given !== undefined).length === 1,
    'give either ids or a query, or each miner with its patch',
  )
  .refine(
    ({ patch, remove, check, each }) =>
      [patch, remove, check, each].filter((given) => given !== undefined).length === 1,
    'give either patch, remove or check',
  );
export type NewMinersChange = z.infer<typeof NewMinersChange>;

/**
 * A change of many miners, during and after its run. It runs in the program: the caller may
 * disconnect, and after a restart of PowerHive it continues. When it has ended, `done`, `failed`
 * and `skipped` add up to `total`. `done` includes miners that needed no change. The state is
 * `stopped` after a request to stop, and `failed` if the database can't be written; the remaining
 * miners are then `skipped`.
 */
export const MinersChange = z.object({
  change_id: z.uuidv7(),
  state: z.enum(['running', 'done', 'stopped', 'failed']),
  kind: MinersChangeKind,
  patch: z
    .object({ managed: z.boolean().optional(), place: PlaceText.nullable().optional() })
    .describe('what is set in all of them, as far as it is the same and no secret'),
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
