import { isMasked } from '../../../src-shared/masked.ts';
import type { PoolParams } from '../../../src-shared/model/index.ts';
import { withoutLogin } from '../../../src-shared/pool-address.ts';
import type { StoredPool } from '../../drivers/commands.ts';
import type { KnownMiner } from './known-miner.ts';

/** The firmware has three slots; a write has them all. */
const SLOTS = 3;
const NO_POOL: StoredPool = { url: '', user: '', pass: '' };
const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
const PLACEHOLDER = /\{([^{}]*)\}/g;

/**
 * Whether two addresses are one pool: the scheme, the case and a trailing slash make no difference.
 */
export function isSamePool(a: string, b: string): boolean {
  return bareAddress(a) === bareAddress(b);
}

/** What is the same of all ways in which a pool is written: without its login, which no miner reports. */
export function bareAddress(url: string): string {
  return withLogin(withoutLogin(url.trim())).toLowerCase();
}

function withLogin(url: string): string {
  const address = url.trim().replace(SCHEME, '').replace(/\/+$/, '');
  const host = address.slice(address.lastIndexOf('@') + 1);
  return address.slice(0, address.length - host.length) + host.toLowerCase();
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
    const password = pass ?? before?.pass ?? '';
    if (isMasked(password) || isMasked(filled.user)) return 'its pools are shown masked and cannot be written back';
    const asItStands = stored.find((slot) => withLogin(slot.url) === withLogin(url))?.url;
    slots.push({ url: asItStands ?? inFormOf(stored, url), user: filled.user, pass: password });
  }
  while (slots.length < Math.max(SLOTS, stored.length)) slots.push(NO_POOL);
  return slots;
}

/** With a scheme where those that stand there have one, without where they have none. */
function inFormOf(stored: readonly StoredPool[], url: string): string {
  const used = stored.filter((slot) => slot.url.trim() !== '');
  if (used.length === 0) return url;
  const scheme = SCHEME.exec(used[0]?.url ?? '')?.[0] ?? null;
  if (scheme === null) return url.replace(SCHEME, '');
  return SCHEME.test(url) ? url : `${scheme}${url}`;
}

/** Whether the same pools stand in all slots; with another login in its address a pool is another. */
export function areSameSlots(a: readonly StoredPool[], b: readonly StoredPool[]): boolean {
  const used = (slots: readonly StoredPool[]) => slots.map(({ url, user, pass }) => [withLogin(url), user, pass]);
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
