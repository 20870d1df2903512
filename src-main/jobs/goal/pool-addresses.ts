import { isMasked } from '../../../src-shared/masked.ts';
import type { PoolParams } from '../../../src-shared/model/index.ts';
import { accountOf } from '../../../src-shared/pools/ordered-pool.ts';
import {
  bareAddress,
  PLAIN_STRATUM,
  settingAddress,
  URL_SCHEME,
  withoutLogin,
} from '../../../src-shared/pools/pool-address.ts';
import { NO_POOL, POOL_SLOTS, type StoredPool } from '../../drivers/commands.ts';
import { SKIP_WORDS } from '../words/skip-words.ts';
import { isUsed, type KnownMiner } from './known-miner.ts';

const PLACEHOLDER = /\{([^{}]*)\}/g;
const KEPT_WORKER = 'worker';

/**
 * Whether two addresses are the same pool. The scheme, which a running pool does not show, the case
 * of the host and a trailing slash make no difference.
 */
export function isSamePool(a: string, b: string): boolean {
  return bareAddress(a) === bareAddress(b);
}

/** Placeholders of a worker name that do not exist. */
export function unknownPlaceholders(user: string): string[] {
  return [...user.matchAll(PLACEHOLDER)]
    .map(([, name]) => name ?? '')
    .filter((name) => !['name', 'mac', 'ip', 'hostname', KEPT_WORKER].includes(name) && !/^tag\.[^.{}\s]+$/.test(name));
}

/** Whether a worker name is made of the one that a miner has now. */
export function keepsWorker(user: string): boolean {
  return user.includes(`{${KEPT_WORKER}}`);
}

type Miner = Pick<KnownMiner, 'id' | 'name' | 'ip' | 'hostname' | 'tags' | 'isForeignPool'>;

/**
 * A worker name with its placeholders replaced. `{mac}` is without colons, `{ip}` without the port,
 * `{worker}` is the name that the miner has now, and `{tag.rack}` is the part after `rack-` (or
 * `rack=`, `rack:`) in a tag of the miner. `missing` is a placeholder for which this miner has no
 * value.
 */
function fillTemplate(
  user: string,
  miner: Miner,
  worker: () => string | null,
): { readonly user: string } | { readonly missing: string } {
  let missing: string | null = null;
  const filled = user.replace(PLACEHOLDER, (whole, name: string) => {
    const value = name === KEPT_WORKER ? worker() : replacementOf(name, miner);
    if (value === null) missing ??= whole;
    return value ?? '';
  });
  return missing === null ? { user: filled } : { missing };
}

function replacementOf(name: string, { id, name: called, ip, hostname, tags }: Miner): string | null {
  switch (name) {
    case 'name':
      return called;
    case 'mac':
      return id.replaceAll(':', '');
    case 'ip':
      return ip?.replace(/:\d+$/, '') ?? null;
    case 'hostname':
      return hostname;
    default: {
      const key = name.replace(/^tag\./, '').toLowerCase();
      const tag = tags.find((text) => /[-=:]/.test(text) && text.split(/[-=:]/, 1)[0]?.toLowerCase() === key);
      return tag?.slice(key.length + 1) ?? null;
    }
  }
}

/**
 * The pools that a miner has now whose worker name is kept for a pool of an order: the same pool,
 * else the pool in the same place (`place` counts from 0), else all its pools.
 */
function presentPools(present: readonly ShownPool[], url: string, place: number): readonly ShownPool[] {
  const used = present.filter(isUsed);
  const here = used[place];
  const same = used.filter((pool) => isSamePool(pool.url, url));
  const isHere = here !== undefined && (same.length === 0 || same.includes(here));
  return isHere ? [here] : same.length > 0 ? same : used;
}

/** The one worker name of these pools. Null if it is masked, empty, or not certain. */
function workerOf(pools: readonly ShownPool[]): string | null {
  const names = new Set(pools.map(({ user }) => user));
  const [name] = names;
  return names.size !== 1 || name === undefined || name.trim() === '' || isMasked(name) ? null : name;
}

/**
 * All slots to write: the given pools, their addresses in the form that this miner uses, then empty
 * slots. A text is the reason why they cannot be written. `present`: the pools whose worker names
 * an order may keep, if the stored ones are not known.
 */
export function slotsFor(
  pools: readonly PoolParams[],
  stored: readonly StoredPool[],
  miner: Miner,
  present: readonly ShownPool[] = stored,
): readonly StoredPool[] | string {
  const slots: StoredPool[] = [];
  for (const [place, { url, user, pass }] of pools.entries()) {
    const kept = keepsWorker(user) ? presentPools(present, url, place) : [];
    // Its account is paid for the work: kept, a thief would be paid at the farm's own pool.
    const foreign = kept.find((pool) => miner.isForeignPool?.(pool));
    if (foreign !== undefined) return SKIP_WORDS.foreignWorker(withoutLogin(foreign.url));
    const filled = fillTemplate(user, miner, () => workerOf(kept));
    if ('missing' in filled) {
      const isKept = filled.missing === `{${KEPT_WORKER}}`;
      return isKept ? SKIP_WORDS.workerUnknown(withoutLogin(url)) : SKIP_WORDS.nothingFor(filled.missing);
    }
    // Its host name is the miner's own text.
    if (/\p{Cc}/u.test(filled.user)) return SKIP_WORDS.controlCharacters;
    const atUrl = stored.filter((slot) => isSamePool(slot.url, url));
    const before = ofSameUser(atUrl, filled.user) ?? atUrl[0];
    const password = pass ?? (before === undefined ? '' : before.pass);
    if (password === null) return SKIP_WORDS.passwordUnread(withoutLogin(url));
    if (isMasked(password) || isMasked(filled.user)) return SKIP_WORDS.poolsMasked;
    const asItStands = stored.find((slot) => settingAddress(slot.url) === settingAddress(url))?.url;
    slots.push({ url: asItStands ?? inFormOf(stored, url), user: filled.user, pass: password });
  }
  while (slots.length < Math.max(POOL_SLOTS, stored.length)) slots.push(NO_POOL);
  return slots;
}

/**
 * All slots to write for the pools that a miner had before, then empty slots. No password is known:
 * an address that is stored keeps its own, that of the same worker or account if there is one, and
 * another gets that of its slot, which whoever changed the address may have left, but never that of
 * another pool or account of before. A text is the reason why they
 * cannot be written.
 */
export function slotsOfBefore(
  pools: readonly ShownPool[],
  stored: readonly StoredPool[],
  isForeign: (pool: ShownPool) => boolean,
): readonly StoredPool[] | string {
  if (pools.length === 0) return SKIP_WORDS.noPoolsBefore;
  const foreign = pools.find(isForeign);
  if (foreign !== undefined) return SKIP_WORDS.foreignBefore(foreign.url);
  const slots: StoredPool[] = [];
  for (const [place, { url, user }] of pools.entries()) {
    const atUrl = stored.filter((slot) => isSamePool(slot.url, url));
    const others = pools.filter((pool) => isSamePool(pool.url, url));
    const same = ofSameUser(atUrl, user) ?? atUrl.find((slot) => ofSameUser(others, slot.user) === undefined);
    const here = stored[place];
    const isLeft = here !== undefined && isUsed(here) && !pools.some((pool) => isSamePool(pool.url, here.url));
    const pass = (same ?? (isLeft ? here : NO_POOL)).pass;
    if (pass === null || isMasked(pass)) return SKIP_WORDS.poolsMasked;
    slots.push({ url: (same ?? atUrl[0])?.url ?? inFormOf(stored, url), user, pass });
  }
  while (slots.length < Math.max(POOL_SLOTS, stored.length)) slots.push(NO_POOL);
  return slots;
}

/** Of pools at one address, that of a worker, else that of its account: each account has its own password. */
function ofSameUser<P extends ShownPool>(pools: readonly P[], user: string): P | undefined {
  const account = accountOf({ user })?.toLowerCase();
  return (
    pools.find((pool) => pool.user === user) ??
    pools.find((pool) => account !== undefined && accountOf(pool)?.toLowerCase() === account)
  );
}

/**
 * Plain stratum with its scheme if the stored addresses have it, else without. Any other scheme
 * stays: without it, the miner would work unencrypted, or not at all.
 */
function inFormOf(stored: readonly StoredPool[], url: string): string {
  const first = stored.find(isPlain)?.url ?? null;
  if (first === null || !isPlain({ url })) return url;
  const bare = url.replace(PLAIN_STRATUM, '');
  return PLAIN_STRATUM.test(first) ? `stratum+tcp://${bare}` : bare;
}

function isPlain({ url }: Pick<StoredPool, 'url'>): boolean {
  return url.trim() !== '' && (PLAIN_STRATUM.test(url) || !URL_SCHEME.test(url));
}

/** A pool as a miner shows it. */
export interface ShownPool {
  readonly url: string;
  readonly user: string;
}

/** Whether two lists of running pools are the same, as far as they show their worker names. */
export function arePoolsSame(a: readonly ShownPool[], b: readonly ShownPool[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ url, user }, at) => {
      const other = b[at];
      if (other === undefined || !isSamePool(url, other.url)) return false;
      return user === other.user || isMasked(user) || isMasked(other.user);
    })
  );
}

/** Whether all slots contain the same pools. With another login it is a different pool. */
export function areSameSlots(a: readonly StoredPool[], b: readonly StoredPool[]): boolean {
  const used = (slots: readonly StoredPool[]) => slots.map(({ url, user, pass }) => [settingAddress(url), user, pass]);
  const longest = Math.max(a.length, b.length);
  const [left, right] = [used(a), used(b)];
  for (let i = 0; i < longest; i++) {
    const [one, other] = [left[i] ?? ['', '', ''], right[i] ?? ['', '', '']];
    if (one[0] !== other[0]) return false;
    if (one[0] === '') continue;
    if (one[1] !== other[1]) return false;
    // A password that is not shown cannot be compared.
    const [mine, its] = [one[2], other[2]];
    if (typeof mine === 'string' && typeof its === 'string' && !isMasked(its) && !isMasked(mine) && mine !== its) {
      return false;
    }
  }
  return true;
}
