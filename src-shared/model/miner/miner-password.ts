import { z } from 'zod';
import { LONGEST_PASSWORD } from '../../limits/password-limit.ts';
import { TimestampMs } from '../scalars.ts';

/** Most passwords of a farm, because each is tried on every locked miner. */
export const MOST_MINER_PASSWORDS = 10;

/**
 * One of the passwords that miners of this farm may have, without the password itself, which never
 * leaves the program. Counts are since the start of PowerHive.
 */
export const MinerPassword = z.object({
  id: z.string(),
  added_at: TimestampMs,
  unlocked: z.int().describe('miners that it unlocked'),
  refused: z.int().describe('miners that refused it'),
  last_refused_at: TimestampMs.nullable(),
});
export type MinerPassword = z.infer<typeof MinerPassword>;

/** The passwords in the order in which they are tried, and the number of locked miners. */
export const MinerPasswords = z.object({
  passwords: z.array(MinerPassword),
  locked: z.int().describe('miners that PowerHive cannot log in to'),
  waiting: z.int().describe('those of them on which a password is still to be tried'),
});
export type MinerPasswords = z.infer<typeof MinerPasswords>;

export const NewMinerPassword = z.strictObject({ password: z.string().min(1).max(LONGEST_PASSWORD) });
export type NewMinerPassword = z.infer<typeof NewMinerPassword>;
