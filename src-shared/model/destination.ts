import { z } from 'zod';
import { GivenTimestampMs, Text, TimestampMs } from './scalars.ts';

/** `remote_write`: Prometheus remote write 1.0. `postgres`: PostgreSQL 15 or newer. */
export const DestinationKind = z.enum(['remote_write', 'postgres']);
export type DestinationKind = z.infer<typeof DestinationKind>;

/** Progress of sending. It is kept across restarts. */
export const DestinationState = z.object({
  cursor_at: TimestampMs.describe('everything that was read before this moment has been sent'),
  lag_seconds: z.int().nullable().describe('how far that is behind; null while it is off'),
  sent: z.int().describe('samples or rows that the other side took'),
  refused: z.int().describe('samples or rows that the other side refused: they are not sent again'),
  last_success_at: TimestampMs.nullable(),
  last_error: Text.describe('why the last request failed; null once one has worked'),
});
export type DestinationState = z.infer<typeof DestinationState>;

const Name = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[\p{L}\p{N} ._-]+$/u, 'letters, digits, spaces, dots, dashes and underscores only');

const SINCE = 'sends what is kept from this moment on; null sends what comes';
const sendable = {
  name: Name,
  enabled: z.boolean().describe('nothing is sent before it is on'),
  url: z
    .string()
    .trim()
    .min(1)
    .max(2048)
    .describe(
      'remote_write: https, or http to this computer or a private address. postgres: postgresql://host:5432/database, with ?sslmode=verify-full or disable',
    ),
  user: z
    .string()
    .max(256)
    .nullable()
    .describe('with a user the secret is a password, without one a bearer token; postgres needs one'),
  sample_seconds: z
    .int()
    .min(15)
    .max(3600)
    .refine((seconds) => 3600 % seconds === 0, 'must divide an hour: 15, 30, 60, 300 ...')
    .describe('one sample of each series, or one row of each miner, in so many seconds: the mean of that time'),
  since_at: TimestampMs.nullable().describe(SINCE),
  max_kbytes_per_s: z.int().min(1).max(1_000_000).describe('the most that is uploaded'),
};
const Secret = z.string().min(1).max(4096).describe('password or bearer token; it is never shown again');

/** An external server to which history is sent. */
export const Destination = z.object({
  id: z.uuidv7(),
  kind: DestinationKind,
  ...sendable,
  has_secret: z.boolean(),
  created_at: TimestampMs,
  state: DestinationState,
});
export type Destination = z.infer<typeof Destination>;

export const NewDestination = z.strictObject({
  kind: DestinationKind,
  name: sendable.name,
  url: sendable.url,
  enabled: sendable.enabled.default(false),
  user: sendable.user.default(null),
  secret: Secret.optional(),
  sample_seconds: sendable.sample_seconds.default(60),
  since_at: GivenTimestampMs.nullable().default(null).describe(SINCE),
  max_kbytes_per_s: sendable.max_kbytes_per_s.default(64),
});
export type NewDestination = z.infer<typeof NewDestination>;

/**
 * Absent fields are unchanged. A new `url` removes the secret unless a secret is given too, because
 * a secret belongs to one server. A new `since_at`, or a new `url` while there is a `since_at`,
 * sends again from that time.
 */
export const DestinationPatch = z
  .strictObject({
    name: sendable.name.optional(),
    url: sendable.url.optional(),
    enabled: sendable.enabled.optional(),
    user: sendable.user.optional(),
    secret: Secret.nullable().optional(),
    sample_seconds: sendable.sample_seconds.optional(),
    since_at: GivenTimestampMs.nullable().optional().describe(SINCE),
    max_kbytes_per_s: sendable.max_kbytes_per_s.optional(),
  })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), {
    message: 'name at least one field to change',
  });
export type DestinationPatch = z.infer<typeof DestinationPatch>;

/** Result of a test, which writes nothing to the destination. */
export const DestinationTest = z.object({ ok: z.boolean(), took_ms: z.int(), message: z.string() });
export type DestinationTest = z.infer<typeof DestinationTest>;
