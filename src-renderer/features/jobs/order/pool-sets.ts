import { minerName } from '../../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';

/** Most sets that are offered. */
const MOST_SETS = 3;

/** Pools as miners of the farm have them, in their order. */
export interface PoolSet {
  readonly urls: readonly string[];
  readonly miners: number;
}

/** The pools that most miners of the farm have, of those with the algorithms of the chosen ones. */
export function poolSets(farm: Iterable<Miner>, chosen: readonly Miner[]): PoolSet[] {
  const algorithms = new Set(chosen.map(({ algorithm }) => algorithm));
  const miners = new Map<string, number>();
  for (const { algorithm, pool_urls: urls } of farm) {
    if (urls == null || urls.length === 0 || !algorithms.has(algorithm)) continue;
    const key = JSON.stringify(urls);
    miners.set(key, (miners.get(key) ?? 0) + 1);
  }
  return [...miners]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_SETS)
    .map(([key, count]) => ({ urls: JSON.parse(key), miners: count }));
}

/** How many miners a worker name gives their address, because they have no name. */
export function namedByAddress(users: readonly string[], chosen: readonly Miner[]): number {
  if (!users.some((user) => user.includes('{name}'))) return 0;
  return chosen.filter((miner) => minerName(miner) === (miner.ip ?? miner.last_ip)).length;
}
