import { z } from 'zod';

/** A local time of day on this computer. */
export const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day from 00:00 to 23:59, such as 22:30');

/**
 * From one time of day to another, across midnight if `to` is earlier than `from`. Incidents below
 * `min_severity` wait until the end; critical incidents never wait.
 */
export const QuietHours = z.strictObject({
  from: TimeOfDay,
  to: TimeOfDay,
  min_severity: z
    .enum(['warning', 'critical'])
    .optional()
    .describe(
      'what is sent at once in these hours: critical incidents only, also where it is left out, or warnings too',
    ),
});
export type QuietHours = z.infer<typeof QuietHours>;
