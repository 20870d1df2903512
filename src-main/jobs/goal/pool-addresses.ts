import { isMasked } from '../../../src-shared/masked.ts';
import type { PoolParams } from '../../../src-shared/model/index.ts';
import { withoutLogin } from '../../../src-shared/pool-address.ts';
import type { StoredPool } from '../../drivers/commands.ts';
import type { KnownMiner } from './known-miner.ts';

/** The firmware has three slots; a write has them all. */
const SLOTS = 3;
const NO_POOL: StoredPool = { url: '', user: '', pass: '' };
/** Plain stratum: the same with its scheme and without one. Any other scheme is another way to the pool. */
const PLAIN = /^stratum\+tcp:\/\//i;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const PLACEHOLDER = /\{([^{}]*)\}/g;

/**
 * Whether two addresses are of one pool: the scheme, which a miner that works for it does not show,
 * the case of the host and a trailing slash make no difference.
 */
export function isSamePool(a: string, b: string): boolean {
  return bareAddress(a) === bareAddress(b);
}

/** What is the same of all ways in which a pool is written: without its login, which no miner reports. */
export function bareAddress(url: string): string {
  return settingAddress(withoutLogin(url.trim()).replace(SCHEME, ''));
}

/** What is the same of all ways in which one address is set: the same pool, login and scheme. */
function settingAddress(url: string): string {
  const address = url.trim().replace(PLAIN, '').replace(/\/+$/, '');
  const [scheme = ''] = SCHEME.exec(address) ?? [];
  const rest = address.slice(scheme.length);
  const host = withoutLogin(rest);
  const login = rest.slice(0, rest.length - host.length);
  // A path can be a key, in which case matters.
  const [name = '', ...path] = host.split('/');
  return [scheme.toLowerCase() + login + name.toLowerCase(), ...path].join('/');
}

/** The placeholders of a worker name that there are not. */
export function unknownPlaceholders(user: string): string[] {
  return [...user.matchAll(PLACEHOLDER)]
    .map(([, name]) => name ?? '')
    .filter((name) => !['name', 'mac', 'ip', 'hostname'].includes(name) && !/^tag\.[^.{}\s]+$/.test(name));
}

type Miner = Pick<KnownMiner, 'id' | 'name' | 'ip' | 'hostname' | 'tags'>;

/**
 * A worker name with its placeholders replaced. `{mac}` is without colons, `{ip}` without the port,
 * and `{tag.rack}` is what stands behind `rack-` (or `rack=`, `rack:`) in a tag of the miner.
 * `missing` names a placeholder for which this miner has nothing.
 */
function fillTemplate(user: string, miner: Miner): { readonly user: string } | { readonly missing: string } {
  let missing: string | null = null;
  const filled = user.replace(PLACEHOLDER, (whole, name: string) => {
    const value = replacementOf(name, miner);
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
 * All slots to write: the given pools in the form in which addresses stand on this miner, and empty
 * ones behind them. A text says why there is none.
 */
export function slotsFor(
  pools: readonly PoolParams[],
  stored: readonly StoredPool[],
  miner: Miner,
): readonly StoredPool[] | string {
  const slots: StoredPool[] = [];
  for (const { url, user, pass } of pools) {
    const filled = fillTemplate(user, miner);
    if ('missing' in filled) return `it has nothing for ${filled.missing} of the worker name`;
    const before = stored.find((slot) => isSamePool(slot.url, url));
    const password = pass ?? (before === undefined ? '' : before.pass);
    if (password === null)
      return `it does not show the password of ${withoutLogin(url)}: the order must give it (pass)`;
    if (isMasked(password) || isMasked(filled.user)) return 'its pools are shown masked and cannot be written back';
    const asItStands = stored.find((slot) => settingAddress(slot.url) === settingAddress(url))?.url;
    slots.push({ url: asItStands ?? inFormOf(stored, url), user: filled.user, pass: password });
  }
  while (slots.length < Math.max(SLOTS, stored.length)) slots.push(NO_POOL);
  return slots;
}

/**
 * Plain stratum with its scheme where the addresses that stand there have it, and without where they
 * have none. Any other scheme stays: without it, the miner would work unencrypted, or not at all.
 */
function inFormOf(stored: readonly StoredPool[], url: string): string {
  const first = stored.find(isPlain)?.url ?? null;
  if (first === null || !isPlain({ url })) return url;
  const bare = url.replace(PLAIN, '');
  return PLAIN.test(first) ? `stratum+tcp://${bare}` : bare;
}

function isPlain({ url }: Pick<StoredPool, 'url'>): boolean {
  return url.trim() !== '' && (PLAIN.test(url) || !SCHEME.test(url));
}

/** Whether the same pools stand in all slots; with another login in its address a pool is another. */
export function areSameSlots(a: readonly StoredPool[], b: readonly StoredPool[]): boolean {
  const used = (slots: readonly StoredPool[]) => slots.map(({ url, user, pass }) => [settingAddress(url), user, pass]);
  const longest = Math.max(a.length, b.length);
  const [left, right] = [used(a), used(b)];
  for (let i = 0; i < longest; i++) {
    const [one, other] = [left[i] ?? ['', '', ''], right[i] ?? ['', '', '']];
    if (one[0] !== other[0]) return false;
    if (one[0] === '') continue;
    if (one[1] !== other[1]) return false;
    // A password that is not shown can't be compared.
    const [mine, its] = [one[2], other[2]];
    if (typeof mine === 'string' && typeof its === 'string' && !isMasked(its) && !isMasked(mine) && mine !== its) {
      return false;
    }
  }
  return true;
}
