import { z } from 'zod';
import {
  ChainHistory,
  ChipHistory,
  DaySum,
  FleetHistory,
  GivenTimestampMs,
  HistoryDiskUse,
  HistoryMarks,
  MacAddress,
  MinerHistory,
  ModelHistory,
  QueryHistory,
} from '../model/index.ts';
import { NOT_FOUND, procedure } from './procedure.ts';
import { QueryText } from './query-text.ts';

/**
 * The time span and the maximum number of points. The server chooses the slot width, and the tier
 * that has it.
 */
const span = {
  from: GivenTimestampMs,
  to: GivenTimestampMs.optional().describe('now, if left out'),
  max_points: z.int().min(10).max(5000).default(500),
};

/** Adds the span to a shape. `from` must be before `to`, which is now if left out. */
function spanned<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject({ ...shape, ...span }).refine(
    (input) => {
      const { from, to = Date.now() } = input as { from: number; to?: number | undefined };
      return from < to;
    },
    { path: ['from'], message: 'must be before to, which is now if it is left out' },
  );
}

const chain = { id: MacAddress, chain_id: z.int().min(0).max(1000) };

/** Distinguishes chips with the same label, since the firmware's labels may repeat on a board. */
const nth = z
  .int()
  .min(0)
  .max(65_535)
  .default(0)
  .describe('which of the chips of the board with this label, in the order of the board, counted from 0');

/**
 * Recorded history, condensed for a chart. Slots without readings are absent, and listed as gaps.
 */
export const history = {
  query: procedure
    .route({
      method: 'GET',
      path: '/history',
      tags: ['history'],
      summary: 'History of the miners that match a query',
      description:
        'The history of the miners that match a query now, with a series for each algorithm; of the whole farm if the query is empty. It is condensed to `max_points` at most. Times without readings have no points, and are listed as gaps.',
    })
    .input(spanned({ query: QueryText.default('') }))
    .output(QueryHistory),

  marks: procedure
    .route({
      method: 'GET',
      path: '/history/marks',
      tags: ['history'],
      summary: 'What happened to miners in a span',
      description:
        'What happened in a span to the miners that match a query now, the oldest first, as marks for a chart. Where that is too much, `from_readings` and `cut_before_at` say what is left out.',
    })
    .input(spanned({ query: QueryText.default('') }))
    .output(HistoryMarks),

  fleet: procedure
    .route({
      method: 'GET',
      path: '/fleet/history',
      tags: ['history'],
      summary: 'History of the farm, by algorithm',
      description:
        'The history of the whole farm, with a series for each algorithm. It is condensed to `max_points` at most. Times without readings have no points, and are listed as gaps.',
    })
    .input(spanned({}))
    .output(FleetHistory),

  model: procedure
    .route({
      method: 'GET',
      path: '/models/{alias}/history',
      tags: ['history'],
      summary: 'History of all of a model',
      description:
        'The history of all miners of a model together, condensed to `max_points` at most. Times without readings have no points, and are listed as gaps.',
    })
    .input(spanned({ alias: z.string().min(1).max(64) }))
    .output(ModelHistory)
    .errors({ NOT_FOUND }),

  miner: procedure
    .route({
      method: 'GET',
      path: '/miners/{id}/history',
      tags: ['history'],
      summary: 'History of a miner',
      description:
        'The history of a miner, also of a removed one whose history was kept. It is condensed to `max_points` at most. Times without readings have no points, and are listed as gaps; over two days at most, also those within a point of up to five minutes.',
    })
    .input(spanned({ id: MacAddress }))
    .output(MinerHistory)
    .errors({ NOT_FOUND }),

  chain: procedure
    .route({
      method: 'GET',
      path: '/miners/{id}/chains/{chain_id}/history',
      tags: ['history'],
      summary: 'History of a board',
      description:
        'The history of a board, condensed to `max_points` at most. Times without readings have no points, and are listed as gaps.',
    })
    .input(spanned(chain))
    .output(ChainHistory)
    .errors({ NOT_FOUND }),

  chip: procedure
    .route({
      method: 'GET',
      path: '/miners/{id}/chains/{chain_id}/chips/{chip_id}/history',
      tags: ['history'],
      summary: 'History of a chip',
      description:
        'The history of a chip, condensed to `max_points` at most. Where several chips of a board have the same label, `nth` distinguishes them. Times without readings have no points, and are listed as gaps.',
    })
    .input(spanned({ ...chain, chip_id: z.int().min(0).max(65_535), nth }))
    .output(ChipHistory)
    .errors({ NOT_FOUND }),

  day: procedure
    .route({
      method: 'GET',
      path: '/day',
      tags: ['history'],
      summary: 'What a day was like',
      description:
        'The sum of a span, such as a day in your time zone: what was hashed and expected and what was lost by which cause, as far as PowerHive monitored; how many problems opened and ended; the jobs and changes with who asked for them. Quarters of an hour count in the span in which they begin. `work` is empty where nothing was recorded, as before the first start.',
    })
    .input(
      z
        .strictObject({ from: GivenTimestampMs, to: GivenTimestampMs.optional().describe('now, if left out') })
        .refine(({ from, to = Date.now() }) => from < to, {
          path: ['from'],
          message: 'must be before to, which is now if it is left out',
        }),
    )
    .output(DaySum),

  disk: procedure
    .route({
      method: 'GET',
      path: '/history/disk',
      tags: ['history'],
      summary: 'Disk use of history, now and in a year',
      description:
        'The disk use of each tier of history, now and after a year at the present number of miners and the present settings.',
    })
    .output(HistoryDiskUse),
};
