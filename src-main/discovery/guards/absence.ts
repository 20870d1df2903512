import { type DoubtedNetwork, someNetworks } from './doubts.ts';
import type { ExpectedMiner } from './expected-miner.ts';
import type { KnownRouters } from './known-routers.ts';
import { findLostPaths } from './lost-paths.ts';
import type { NetworkEnvironment } from './network-environment.ts';
import { stretchOf } from './unconfirmed-networks.ts';

export interface AbsenceContext {
  /** The network of this computer when the scan began, and now. */
  readonly environment: { readonly before: NetworkEnvironment; readonly now: NetworkEnvironment };
  readonly routers: KnownRouters;
  /**
   * PowerHive has just started, or this computer has just woken up, so that its network may not be
   * ready.
   */
  readonly hasJustWoken: boolean;
  /** This scan was requested: its targets are the farm. */
  readonly decidesPlace: boolean;
  /** Miners that have answered this scan itself, without those that only a poll has read. */
  readonly answered: ReadonlySet<string>;
  /**
   * Whether one of these miners, which have answered this scan, still answers; only a few are
   * checked. Systems forget a router that is not used during a scan.
   */
  readonly answersStill: (ids: readonly string[]) => Promise<boolean>;
  /** Those miners, and the ones that a poll has read since the scan began. */
  readonly heard: ReadonlySet<string>;
  /** The /24 networks in which unknown miners answer, and none of the known ones does. */
  readonly unconfirmed: ReadonlySet<string>;
}

/**
 * Decides for which miners their absence proves nothing. If no miner of a network is left and the
 * router is another device, this computer is in another place with the same addresses. Right after
 * a start or a sleep its network may not be ready, with any router. The router is remembered where
 * a miner responds during the scan, or where the scan was requested.
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
    // Behind another router some of the miners that a scan skips were dialled: what polls read
    // before the scan proves nothing here.
    const isOther = isUnheard && mac !== null && known !== null && mac !== known;
    const missing = isOther ? miners.map(({ id }) => id) : unseen;
    const isForgotten = before !== null && mac === null && (await answersStill(miners, context));
    const hasChanged = before !== null && mac !== before && !isForgotten;
    const isWaited = hasJustWoken && (isEmpty || isOther);
    const why = isWaited ? 'not_back' : isOther ? 'elsewhere' : hasChanged ? 'changed' : null;
    if (why !== null && !decidesPlace && missing.length > 0) {
      const { attached } = environment.before;
      // A route leads to more than the farm, mostly to everywhere, so the /24 networks are named.
      const isOwn = attached.some(({ cidr }) => cidr === network);
      const stretches = new Set(miners.map((miner) => stretchOf(miner.host)));
      doubted.push({ network: isOwn ? network : someNetworks([...stretches]), ids: missing, why });
      for (const id of missing) doubtedIds.add(id);
    } else if (mac !== null && mac === before && (decidesPlace || miners.some(({ id }) => heard.has(id)))) {
      // Earlier readings may have been made behind another router.
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
