import { isMasked } from '../../../src-shared/masked.ts';
import type { StoredPool } from '../../drivers/commands.ts';
import type { RunningPool } from './known-miner.ts';
import { isSamePool } from './pool-addresses.ts';

/** One of a miner's own pools. Several accounts can have the same address. */
export interface PoolChoice {
  readonly url: string;
  /** Its worker name, if one was given. */
  readonly user?: string | undefined;
}

/** A worker name for comparisons; null if the miner shows none, or a mask. */
export function shownUser(user: string | null): string | null {
  return user === null || isMasked(user) ? null : user;
}

function isChosen({ url, user }: PoolChoice, pool: RunningPool): boolean {
  if (pool.url === null || !isSamePool(pool.url, url)) return false;
  const shown = shownUser(pool.user);
  return user === undefined || shown === null || shown === user;
}

/** The chosen pool among those that a miner runs; null if it has none, or its pools are unknown. */
export function chosenPool(pools: readonly RunningPool[] | null, choice: PoolChoice): RunningPool | null {
  return pools?.find((pool) => isChosen(choice, pool)) ?? null;
}

/** Whether the choice matches several pools of a miner: several accounts at one address. */
export function isAmbiguous(pools: readonly RunningPool[] | null, choice: PoolChoice): boolean {
  const meant = (pools ?? []).filter((pool) => isChosen(choice, pool));
  return new Set(meant.map(({ user }) => shownUser(user))).size > 1;
}

/** Whether a running pool is the one in a slot of the settings. */
export function isPoolOf({ url, user }: StoredPool, pool: RunningPool): boolean {
  return isChosen({ url, user }, pool);
}
