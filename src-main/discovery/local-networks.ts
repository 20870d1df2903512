import ipaddr from 'ipaddr.js';
import type { LocalNetwork } from '../../src-shared/model/index.ts';
import { ownInterfaces } from './guards/own-interfaces.ts';

/** A wider network is offered only as the part around this computer: no farm fills a /8. */
const WIDEST_PREFIX = 20;

/** The private IPv4 networks of this computer. Read from the system: nothing is sent. */
export function listLocalNetworks(interfaces = ownInterfaces()): LocalNetwork[] {
  const found = new Map<string, LocalNetwork>();
  for (const [interface_name, addresses] of Object.entries(interfaces)) {
    for (const entry of addresses ?? []) {
      if (entry.family !== 'IPv4' || entry.internal || entry.cidr === null) continue;
      const [address, bits] = ipaddr.IPv4.parseCIDR(entry.cidr);
      if (address.range() !== 'private' || bits > 30) continue;
      const prefix = Math.max(bits, WIDEST_PREFIX);
      const network = ipaddr.IPv4.networkAddressFromCIDR(`${address.toString()}/${prefix}`);
      const cidr = `${network.toString()}/${prefix}`;
      if (!found.has(cidr)) found.set(cidr, { interface_name, cidr, address_count: 2 ** (32 - prefix) });
    }
  }
  return [...found.values()];
}
