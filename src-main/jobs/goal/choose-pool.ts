import { isMasked } from '../../../src-shared/masked.ts';
import type { StoredPool } from '../../drivers/commands.ts';
import type { RunningPool } from './known-miner.ts';
import { isSamePool } from './pool-addresses.ts';

/** One of a miner's own pools; several accounts can stand at one address. */
export interface PoolChoice {
  readonly url: string;
  /** Its worker name, where that was given. */
  readonly user?: string | undefined;
}

/** A worker name as it is compared; null where the miner shows none, or a mask. */
export function shownUser(user: string | null): string | null {
  return user === null || isMasked(user) ? null : user;
}

function isChosen({ url, user }: PoolChoice, pool: RunningPool): boolean {
  if (pool.url === null || !isSamePool(pool.url, url)) return false;
  const shown = shownUser(pool.user);
  return user === undefined || shown === null || shown === user;
}

/** The pool that is meant among those that a miner runs; null where it has none, or none is known. */
export function chosenPool(pools: readonly RunningPool[] | null, choice: PoolChoice): RunningPool | null {
  return pools?.find((pool) => isChosen(choice, pool)) ?? null;
}

/** Whether more than one pool of a miner may be meant: an address at which it has several accounts. */
export function isAmbiguous(pools: readonly RunningPool[] | null, choice: PoolChoice): boolean {
  const meant = (pools ?? []).filter((pool) => isChosen(choice, pool));
  return new Set(meant.map(({ user }) => shownUser(user))).size > 1;
}

/** Whether a pool that the miner runs is the one in a slot of its settings. */
export function isPoolOf({ url, user }: StoredPool, pool: RunningPool): boolean {
  return isChosen({ url, user }, pool);
}
