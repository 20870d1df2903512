import { z } from 'zod';
import { TimestampMs } from './scalars.ts';

/** What a token or another actor may do: only read, or also change things. */
export const TokenScope = z.enum(['read', 'operate']);

/** A token for REST. Its secret is shown only once, when it is created. */
export const ApiToken = z.object({
  id: z.uuidv7(),
  name: z.string(),
  scope: TokenScope,
  created_at: TimestampMs,
  last_used_at: TimestampMs.nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;

export const NewApiToken = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .regex(/^[\p{L}\p{N} ._-]+$/u, 'letters, digits, spaces, dots, dashes and underscores only'),
  scope: TokenScope,
});
export type NewApiToken = z.infer<typeof NewApiToken>;
