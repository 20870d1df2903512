import { z } from 'zod';
import { isMasked } from '../masked.ts';
import { TimestampMs } from './scalars.ts';

/** The identity of a pool that a job set: host and account, without port and worker. */
export const OrderedPool = z.object({
  host: z.string().min(1).max(255).describe('in small letters, without scheme and port'),
  account: z
    .string()
    .max(1000)
    .nullable()
    .describe('what stands before the name of the worker, in small letters; null is any account'),
});
export type OrderedPool = z.infer<typeof OrderedPool>;

const HOST = /^(?:\[[\da-f:.]+\]|[^\s\p{Cc}/:@[\]]+)$/u;
const HOST_WORDS = 'Enter the host of a pool, such as pool.example.com, in at most 255 characters and without spaces';
const ACCOUNT_WORDS =
  'Enter an account as it stands before the dot and the name of the worker, or leave it out for every account there';

/** `stratum+ssl://User@Pool.example:3333/path` is the host pool.example. */
function enteredHost(text: string): string {
  const [address = ''] = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z\d+.-]*:\/\//, '')
    .split('/', 1);
  const host = address.slice(address.lastIndexOf('@') + 1);
  if (/^[\da-f]*:[\da-f]*:[\da-f:.]*$/.test(host)) return `[${host}]`;
  return host.replace(/:\d*$/, '');
}

function isAccount(text: string): boolean {
  return text.trim() !== '' && !/[.\p{Cc}]/u.test(text) && !isMasked(text);
}

/** A pool, or an account there, as people enter it: the host also as the address of a pool. */
export const EnteredPool = z.object({
  host: z
    .string()
    .overwrite(enteredHost)
    .max(255, HOST_WORDS)
    .regex(HOST, HOST_WORDS)
    .describe('the host, or an address with it: scheme, login, port, path and capitals are left out'),
  account: z
    .string()
    .max(1000, ACCOUNT_WORDS)
    .refine(isAccount, ACCOUNT_WORDS)
    .overwrite((text) => text.toLowerCase())
    .nullable()
    .describe('what stands before the name of the worker; null is any account'),
});

/** A stored pool with its use. */
export const OwnPool = OrderedPool.extend({
  miners: z.int().describe('on how many miners of the farm a job set it last'),
});
export type OwnPool = z.infer<typeof OwnPool>;

/** What the operator says of a pool, or of an account there. */
export const PoolDecision = OrderedPool.extend({
  is_own: z.boolean().describe("whether it is the farm's own, however many miners use it"),
});
export type PoolDecision = z.infer<typeof PoolDecision>;

/**
 * Why a pool counts as the farm's own, or not. `mine`, `not_mine`: the operator said so. `job`: a job
 * set it. `share`: a good part of the farm is set to it. `unconfirmed`: a good part is, and most of
 * these miners had other pools of the farm before, which no job changed. `foreign`: few miners are set
 * to it. `unknown`: the farm has too few miners or too many pools to tell.
 */
export const PoolStanding = z.enum(['mine', 'not_mine', 'job', 'share', 'unconfirmed', 'foreign', 'unknown']);
export type PoolStanding = z.infer<typeof PoolStanding>;

/** A pool to which monitored miners are set now. */
export const SeenPool = OrderedPool.extend({
  account: OrderedPool.shape.account.describe(
    'what stands before the name of the worker, in small letters; null where it is masked or unknown',
  ),
  miners: z.int().describe('how many monitored miners are set to it, by their latest readings'),
  since_at: TimestampMs.nullable().describe(
    'when the first of them changed to it from other pools of the farm; null where none did',
  ),
  standing: PoolStanding,
});
export type SeenPool = z.infer<typeof SeenPool>;
