import { subnetOf } from '../../../src-shared/subnet-of.ts';
import type { KnownRouters } from '../guards/known-routers.ts';
import type { NetworkEnvironment } from '../guards/network-environment.ts';
import { hostOf } from './pass-context.ts';
import { WITNESSES } from './witness-count.ts';

/**
 * Removes a few miners of each network from `spared`, so that the scan dials them, where the router
 * or the path is not remembered as it is now. Only a response to the scan itself proves the place:
 * if all miners were spared, this network could not be distinguished from another one.
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
