import type { PoolChoice } from '../../../src-shared/model/index.ts';
import { bareAddress } from '../../../src-shared/pools/pool-address.ts';
import { activePool, type KnownMiner } from '../goal/known-miner.ts';

/**
 * The pools that miners are set to, as far as known; those of most miners come first. An address
 * that is written in several ways is one pool.
 */
export function poolChoices(miners: Iterable<Pick<KnownMiner, 'now'> | null>): PoolChoice[] {
  const choices = new Map<string, PoolChoice>();
  for (const miner of miners) {
    const pools = miner?.now?.pools ?? [];
    const active = activePool(pools)?.url ?? null;
    // The same pool in two slots counts once for this miner.
    const urls = new Map(pools.flatMap(({ url }) => (url === null || url === '' ? [] : [[bareAddress(url), url]])));
    for (const [address, url] of urls) {
      const choice = choices.get(address) ?? { url, miners: 0, active: 0 };
      const isActive = active !== null && bareAddress(active) === address;
      choices.set(address, { ...choice, miners: choice.miners + 1, active: choice.active + (isActive ? 1 : 0) });
    }
  }
  return [...choices.values()].sort((a, b) => b.miners - a.miners || a.url.localeCompare(b.url));
}
