import { z } from 'zod';

/** A miner's identity: its MAC address, lower case with colons (`02:95:23:00:00:01`). */
export const MacAddress = z
  .string()
  .regex(
    /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/,
    'must be a MAC address in lower case with colons, such as 02:95:23:00:00:01',
  );
export type MacAddress = z.infer<typeof MacAddress>;

/** A time in UNIX milliseconds. */
export const TimestampMs = z.int().nonnegative();

/**
 * A time that a caller gives, up to the end of the year 9999: calendars and databases cannot
 * represent later ones.
 */
export const GivenTimestampMs = TimestampMs.max(
  Date.UTC(9999, 11, 31, 23, 59, 59, 999),
  'must be before the year 10000',
);

/** A measured figure. `null` means unknown; 0 means that it was measured and is zero. */
export const Measured = z.number().nullable();

/** A counted figure; `null` means unknown. */
export const Counted = z.int().nullable();

/** A text as the miner sent it; `null` if it did not. */
export const Text = z.string().nullable();

/** The most miners that one request may name. */
export const MOST_MINERS = 20_000;
