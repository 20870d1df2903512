import { subnetOf } from '../../../src-shared/subnet-of.ts';
import { type ExpectedMiner, FEWEST_EXPECTED } from './expected-miner.ts';
import type { KnownRouters } from './known-routers.ts';
import type { NetworkEnvironment } from './network-environment.ts';

export interface PlaceContext {
  readonly environment: NetworkEnvironment;
  readonly routers: KnownRouters;
  /** Miners that have answered since the scan began. */
  readonly heard: ReadonlySet<string>;
}

/** The /24 of a host, by which unknown miners are judged. */
export function stretchOf(host: string): string {
  return subnetOf(host) ?? host;
}

/**
 * The /24 networks in which none of the known miners answers, so that an unknown miner there may be
 * in another place with the same addresses: either the router or the path differs from what was
 * remembered, or neither is known and there are at least `FEWEST_EXPECTED` known miners. The known
 * router of an own network proves the farm.
 */
export async function findUnconfirmed(
  expected: readonly ExpectedMiner[],
  { environment, routers, heard }: PlaceContext,
): Promise<ReadonlySet<string>> {
  const unconfirmed = new Set<string>();
  for (const [stretch, miners] of Map.groupBy(expected, ({ host }) => stretchOf(host))) {
    const [{ host } = { host: '' }] = miners;
    if (miners.some(({ id }) => heard.has(id))) continue;
    const place = await placeOf(stretch, host, environment, routers);
    if (place === 'another' || (place === 'unknown' && miners.length >= FEWEST_EXPECTED)) unconfirmed.add(stretch);
  }
  return unconfirmed;
}

async function placeOf(
  stretch: string,
  host: string,
  environment: NetworkEnvironment,
  routers: KnownRouters,
): Promise<'farm' | 'another' | 'unknown'> {
  const mac = environment.routerMac(host);
  const known = mac === null ? null : await routers.macOf(environment.networkOf(host) ?? '');
  if (mac !== null && known !== null && mac !== known) return 'another';
  const path = await environment.pathTo(host);
  const paths = path === null ? [] : await routers.pathsTo(stretch);
  if (path !== null && paths.length > 0 && !paths.includes(path)) return 'another';
  // A router proves nothing about networks behind it: a VPN may lead to another site.
  const isNeighbour = environment.routerTo(host) === null;
  return mac !== null && mac === known && isNeighbour ? 'farm' : 'unknown';
}
