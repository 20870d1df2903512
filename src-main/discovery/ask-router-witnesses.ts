import { subnetOf } from '../../src-shared/subnet-of.ts';
import type { KnownRouters } from './guards/known-routers.ts';
import type { NetworkEnvironment } from './guards/network-environment.ts';
import { hostOf } from './pass.ts';
import { WITNESSES } from './witness-count.ts';

/**
 * Takes a few miners of each network out of those that a scan spares, where the router or the way
 * there is not remembered as it is now. Only a miner that answers the scan itself proves it: where
 * all are spared, a farm could be monitored for long and then not be distinguished from another place.
 */
export async function askRouterWitnesses(
  spared: Map<string, string>,
  environment: NetworkEnvironment,
  routers: KnownRouters,
): Promise<void> {
  for (const [stretch, ips] of Map.groupBy(spared.keys(), (ip) => subnetOf(hostOf(ip)) ?? ip)) {
    const host = hostOf(ips[0] as string);
    const isKnown =
      (await isRouterKnown(host, environment, routers)) && (await isPathKnown(stretch, host, environment, routers));
    if (!isKnown) for (const ip of ips.slice(0, WITNESSES)) spared.delete(ip);
  }
}

async function isRouterKnown(host: string, environment: NetworkEnvironment, routers: KnownRouters): Promise<boolean> {
  const mac = environment.routerMac(host);
  return mac === null || (await routers.macOf(environment.networkOf(host) ?? '')) === mac;
}

async function isPathKnown(
  stretch: string,
  host: string,
  environment: NetworkEnvironment,
  routers: KnownRouters,
): Promise<boolean> {
  const path = await environment.pathTo(host);
  return path === null || (await routers.pathsTo(stretch))[0] === path;
}
