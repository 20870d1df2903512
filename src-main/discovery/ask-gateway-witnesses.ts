import { subnetOf } from '../../src-shared/subnet-of.ts';
import type { KnownGateways } from './guards/known-gateways.ts';
import type { Surroundings } from './guards/surroundings.ts';
import { hostOf } from './pass.ts';

/** So many of a network are asked: one that answers is enough. */
const WITNESSES = 3;

/**
 * Takes a few miners of each network out of those that a scan spares, where the gateway or the way
 * there is not remembered as it is now. Only a miner that answers the scan itself proves it: where
 * all are spared, a farm could be watched for long and then not be told from another place.
 */
export async function askGatewayWitnesses(
  spared: Map<string, string>,
  surroundings: Surroundings,
  gateways: KnownGateways,
): Promise<void> {
  for (const [stretch, ips] of Map.groupBy(spared.keys(), (ip) => subnetOf(hostOf(ip)) ?? ip)) {
    const host = hostOf(ips[0] as string);
    const isKnown =
      (await isGatewayKnown(host, surroundings, gateways)) &&
      (await isPathKnown(stretch, host, surroundings, gateways));
    if (!isKnown) for (const ip of ips.slice(0, WITNESSES)) spared.delete(ip);
  }
}

async function isGatewayKnown(host: string, surroundings: Surroundings, gateways: KnownGateways): Promise<boolean> {
  const mac = surroundings.gatewayMac(host);
  return mac === null || (await gateways.macOf(surroundings.networkOf(host) ?? '')) === mac;
}

async function isPathKnown(
  stretch: string,
  host: string,
  surroundings: Surroundings,
  gateways: KnownGateways,
): Promise<boolean> {
  const path = await surroundings.pathTo(host);
  return path === null || (await gateways.pathsTo(stretch))[0] === path;
}
