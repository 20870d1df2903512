import { z } from 'zod';
import { Actor } from './actor.ts';
import { MinerPatch, PlaceText } from './miner.ts';
import { MinerQuery } from './miner-query.ts';
import { MinersChangeKind } from './miners-change-kind.ts';
import { MacAddress, TimestampMs } from './scalars.ts';

/** Miners of one change. */
const MOST_MINERS = 20_000;

/** One miner with what is changed of it. */
const OneMiner = z.strictObject({ id: MacAddress, patch: MinerPatch });

/**
 * What is done to which miners: one and the same to those with these ids, or that the query finds
 * now, or to each its own.
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
 * A change of many miners, while it goes on and after it. It runs in the program: whoever asked for
 * it may leave, and one that PowerHive's end interrupts goes on at its next start. `done`, `failed`
 * and `skipped` add up to `total` when it has ended. `done` counts miners that are as they should
 * be, also those that were so before. It is `stopped` by whoever asks for that, and `failed` where
 * the database can't be written; what is left of it then is `skipped`.
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
