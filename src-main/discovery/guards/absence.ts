import { type DoubtedNetwork, someNetworks } from './doubts.ts';
import type { ExpectedMiner } from './expected.ts';
import type { KnownRouters } from './known-routers.ts';
import { findLostPaths } from './lost-paths.ts';
import type { NetworkEnvironment } from './network-environment.ts';
import { stretchOf } from './unconfirmed-networks.ts';

export interface AbsenceContext {
  /** Where this computer was when the scan began, and where it is now. */
  readonly environment: { readonly before: NetworkEnvironment; readonly now: NetworkEnvironment };
  readonly routers: KnownRouters;
  /**
   * Whether PowerHive started or this computer woke up so short a time ago that its network may not
   * be back.
   */
  readonly hasJustWoken: boolean;
  /** This scan was requested: its targets are the farm. */
  readonly decidesPlace: boolean;
  /** Miners that have answered this scan itself; those that a poll has read are not among them. */
  readonly answered: ReadonlySet<string>;
  /**
   * Whether one of these miners, which have answered this scan, still does; few are asked. Systems
   * forget a router that is not used while a scan goes on.
   */
  readonly answersStill: (ids: readonly string[]) => Promise<boolean>;
  /** Those, and the ones that a poll has read since the scan began. */
  readonly heard: ReadonlySet<string>;
  /** The /24 in which unknown miners answer, and none of the known ones does. */
  readonly unconfirmed: ReadonlySet<string>;
}

/**
 * Decides for which miners their absence means nothing. Where no miner of a whole network is left
 * and the router is another machine, this computer is somewhere else with the same addresses; right
 * after a start or a sleep its network may not be back, behind whichever router. Where a miner
 * responds during the scan, the router is remembered.
 */
export async function judgeAbsence(
  expected: readonly ExpectedMiner[],
  seen: ReadonlySet<string>,
  context: AbsenceContext,
): Promise<{ readonly doubted: readonly DoubtedNetwork[]; readonly doubtedIds: ReadonlySet<string> }> {
  const { environment, routers, hasJustWoken, decidesPlace, heard } = context;
  const doubtedIds = new Set<string>();
  const doubted: DoubtedNetwork[] = [];
  for (const [network, miners] of byNetwork(expected, environment.before)) {
    const unseen = miners.filter(({ id }) => !seen.has(id)).map(({ id }) => id);
    const isEmpty = unseen.length === miners.length;
    const isUnheard = !miners.some(({ id }) => heard.has(id));
    const { host } = miners[0] as ExpectedMiner;
    const before = environment.before.routerMac(host);
    const mac = environment.now.routerMac(host);
    const known = await routers.macOf(network);
    // Behind another router some were asked of those that a scan spares: what polls read before it
    // says nothing of here.
    const isOther = isUnheard && mac !== null && known !== null && mac !== known;
    const missing = isOther ? miners.map(({ id }) => id) : unseen;
    const isForgotten = before !== null && mac === null && (await answersStill(miners, context));
    const hasChanged = before !== null && mac !== before && !isForgotten;
    const isWaited = hasJustWoken && (isEmpty || isOther);
    const why = isWaited ? 'not_back' : isOther ? 'elsewhere' : hasChanged ? 'changed' : null;
    if (why !== null && !decidesPlace && missing.length > 0) {
      const { attached } = environment.before;
      // A route leads to more than the farm: to everywhere, mostly.
      const isOwn = attached.some(({ cidr }) => cidr === network);
      const stretches = new Set(miners.map((miner) => stretchOf(miner.host)));
      doubted.push({ network: isOwn ? network : someNetworks([...stretches]), ids: missing, why });
      for (const id of missing) doubtedIds.add(id);
    } else if (mac !== null && mac === before && (decidesPlace || miners.some(({ id }) => heard.has(id)))) {
      // What was read before the scan may have been read behind another router.
      await routers.remember(network, mac);
    }
  }
  const others = expected.filter(({ id }) => !doubtedIds.has(id));
  for (const lost of await findLostPaths(others, seen, context)) {
    doubted.push(lost);
    for (const id of lost.ids) doubtedIds.add(id);
  }
  for (const network of context.unconfirmed) {
    const miners = expected.filter(({ id, host }) => stretchOf(host) === network && !doubtedIds.has(id));
    if (miners.length === 0 || decidesPlace) continue;
    const ids = miners.map(({ id }) => id);
    doubted.push({ network, ids, why: 'unknown_miners' });
    for (const id of ids) doubtedIds.add(id);
  }
  return { doubted, doubtedIds };
}

function answersStill(miners: readonly ExpectedMiner[], context: AbsenceContext): Promise<boolean> {
  return context.answersStill(miners.flatMap(({ id }) => (context.answered.has(id) ? [id] : [])));
}

function byNetwork(expected: readonly ExpectedMiner[], environment: NetworkEnvironment): Map<string, ExpectedMiner[]> {
  const networks = new Map<string, ExpectedMiner[]>();
  for (const miner of expected) {
    const network = environment.networkOf(miner.host) ?? '';
    const known = networks.get(network);
    if (known === undefined) networks.set(network, [miner]);
    else known.push(miner);
  }
  return networks;
}
