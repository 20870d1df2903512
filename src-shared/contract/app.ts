import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { LONGEST_SEARCH_WORDS } from '../limits/text-limits.ts';
import { ActivityEntry, Backup, FarmSummary, GivenTimestampMs, Health, Licence, LiveEvent } from '../model/index.ts';
import { CONFLICT, procedure } from './procedure.ts';

export const app = {
  health: procedure
    .route({
      method: 'GET',
      path: '/health',
      tags: ['app'],
      summary: 'Loops, database, version',
      description:
        'The health of the program itself: its loops, its database and its version. It needs no token and discloses no secret.',
    })
    .output(Health),

  summary: procedure
    .route({
      method: 'GET',
      path: '/summary',
      tags: ['app'],
      summary: 'The farm in a few figures',
      description:
        'The figures of the header: how many miners are known, online, hashing, offline or need attention, the hash rate by algorithm, the power and the efficiency. Sums are of current readings; what is not known is null.',
    })
    .output(FarmSummary),

  events: procedure
    .route({
      method: 'GET',
      path: '/events',
      tags: ['app'],
      summary: 'Live events (Server-Sent Events)',
      description:
        'A snapshot of the farm in parts, then each change as it happens. A stream that broke off goes on after the event of `Last-Event-ID`, or starts over where that is not possible.',
    })
    .output(eventIterator(LiveEvent)),

  activity: procedure
    .route({
      method: 'GET',
      path: '/activity',
      tags: ['app'],
      summary: 'What PowerHive did and saw',
      description:
        'What happened and who requested it, the newest first; only entries that match all of the given filters. For the next page, give the moment and the id of the last entry as `before` and `before_id`.',
    })
    .input(
      z
        .strictObject({
          limit: z.int().min(1).max(1000).default(200),
          before: GivenTimestampMs.optional(),
          before_id: z
            .int()
            .optional()
            .describe(
              'with `before`: goes on behind the entry of this id and moment, so that none of one moment is missed',
            ),
          kind: z.string().optional(),
          level: ActivityEntry.shape.level.optional().describe('entries of this level or a more serious one'),
          words: z
            .string()
            .max(LONGEST_SEARCH_WORDS)
            .optional()
            .describe('entries whose text has all of these words in it'),
          miner_id: z.string().optional(),
        })
        .prefault({}),
    )
    .output(z.array(ActivityEntry)),

  backUp: procedure
    .route({
      method: 'POST',
      path: '/backups',
      tags: ['app'],
      summary: 'Make a backup now',
      description:
        'Makes a backup of the database now, in addition to the daily one, and returns when it is on disk. If none can be made, the call is refused (409) with the reason.',
    })
    .output(Backup)
    .errors({ CONFLICT }),

  /**
   * The licence notices of all packages; null if PowerHive runs from its sources. For the app's own
   * screens.
   */
  licences: procedure.output(z.array(Licence).nullable()),

  /**
   * The views of the fleet with their columns, as the screens stored them, and their revision; both
   * null before the first.
   */
  views: procedure.output(z.object({ json: z.string().nullable(), revision: z.string().nullable() })),

  /**
   * Stores the views for all browsers and windows of this farm. `revision` is the one that was
   * edited. If it is no longer the current one, the call is refused, and the views must be loaded
   * again.
   */
  keepViews: procedure
    .input(z.object({ json: z.string().max(262_144), revision: z.string().max(64).nullable() }))
    .output(z.object({ revision: z.string() }))
    .errors({ CONFLICT }),
};
