import { z } from 'zod';
import { MOST_TARGET_ADDRESSES } from '../limits/target-limits.ts';
import { Scan } from '../model/index.ts';
import { CONFLICT, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

export const scans = {
  /**
   * Starts a scan of all networks or of the given targets, and returns at once; progress is sent as
   * live events.
   */
  start: procedure
    .route({ method: 'POST', path: '/rescan', tags: ['scans'], summary: 'Scan now' })
    .input(
      z
        .strictObject({
          targets: z
            .array(z.string().min(1).max(256))
            .min(1)
            .max(256)
            .optional()
            .describe(
              'CIDR, range, address or host name, each with an optional :port; all configured ones if left out',
            ),
          force: z
            .boolean()
            .optional()
            .describe(
              `true allows targets of more than ${MOST_TARGET_ADDRESSES.toLocaleString('en')} addresses, and public ones`,
            ),
        })
        .prefault({}),
    )
    .output(z.object({ scan_id: z.string() }))
    .errors({ UNPROCESSABLE_CONTENT, CONFLICT }),

  /** The current or last run; null before the first. */
  latest: procedure
    .route({ method: 'GET', path: '/scans/latest', tags: ['scans'], summary: 'The current or last scan' })
    .output(Scan.nullable()),

  /**
   * The last run that has ended; null before the first end. If runs follow each other immediately,
   * `latest` may never show an end, nor the list of other devices; this does.
   */
  lastFinished: procedure
    .route({ method: 'GET', path: '/scans/last-finished', tags: ['scans'], summary: 'The last scan that has ended' })
    .output(Scan.nullable()),
};
