import { z } from 'zod';
import { MOST_TARGET_ADDRESSES } from '../limits/target-limits.ts';
import { Scan } from '../model/index.ts';
import { CONFLICT, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

export const scans = {
  start: procedure
    .route({
      method: 'POST',
      path: '/rescan',
      tags: ['scans'],
      summary: 'Scan now',
      description:
        'Starts a scan of all configured networks, or of the given targets, and returns at once; `GET /api/scans/latest` and the live events show its progress. Refused (409) while monitoring is paused, if no network is configured or given, or if too many scans are waiting. A target that cannot be read, is public or too large is refused (422); `force` allows the latter two.',
    })
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

  latest: procedure
    .route({
      method: 'GET',
      path: '/scans/latest',
      tags: ['scans'],
      summary: 'The current or last scan',
      description:
        'The scan in progress, or else the last one; null before the first. It has what was found, and which hosts respond but are not VNish miners (`devices`).',
    })
    .output(Scan.nullable()),

  lastFinished: procedure
    .route({
      method: 'GET',
      path: '/scans/last-finished',
      tags: ['scans'],
      summary: 'The last scan that has ended',
      description:
        'The last scan that has ended, also while the next one runs; null before the first end. If scans follow each other immediately, `GET /api/scans/latest` may never show an end.',
    })
    .output(Scan.nullable()),
};
