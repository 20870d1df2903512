import { subnetOf } from '../../../src-shared/subnet-of.ts';
import type { DoubtedNetwork } from './doubts.ts';
import type { ExpectedMiner } from './expected-miner.ts';
import type { KnownRouters } from './known-routers.ts';
import type { NetworkEnvironment } from './network-environment.ts';

export interface PathContext {
  readonly environment: { readonly before: NetworkEnvironment; readonly now: NetworkEnvironment };
  readonly routers: KnownRouters;
  /** This scan was requested: its targets are the farm. */
  readonly decidesPlace: boolean;
  /** Miners that have answered this scan itself. */
  readonly answered: ReadonlySet<string>;
}

/**
 * Doubts each /24 of known miners of which none is left, if this computer would now send to it over
 * another of its own networks than those over which miners there have answered: away from the farm,
 * or without its VPN, the path leads to a router that does not know these addresses. The path is
 * remembered where a miner answers.
 */
export async function findLostPaths(
  expected: readonly ExpectedMiner[],
  seen: ReadonlySet<string>,
  { environment: { before, now }, routers, decidesPlace, answered }: PathContext,
): Promise<DoubtedNetwork[]> {
  const doubted: DoubtedNetwork[] = [];
  const cidrs = ({ attached }: NetworkEnvironment): string => attached.map(({ cidr }) => cidr).join();
  const isSteady = cidrs(before) === cidrs(now);
  for (const [network, miners] of Map.groupBy(expected, ({ host }) => subnetOf(host) ?? host)) {
    const { host } = miners[0] as ExpectedMiner;
    const isEmpty = !miners.some(({ id }) => seen.has(id));
    const path = isEmpty || (isSteady && miners.some(({ id }) => answered.has(id))) ? await now.pathTo(host) : null;
    if (path === null) continue;
    const known = await routers.pathsTo(network);
    if (!isEmpty) await routers.rememberPath(network, path);
    else if (decidesPlace || known.length === 0 || known.includes(path)) continue;
    else doubted.push({ network, ids: miners.map(({ id }) => id), why: 'no_path' });
  }
  return doubted;
}
