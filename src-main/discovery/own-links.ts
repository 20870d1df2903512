import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/** What the system of a stock Linux holds, and what is assumed of others. */
const USUAL_NEIGHBOURS = 1024;

/** IPv4 networks that this computer is on itself, as CIDR: no router stands between it and their addresses. */
export function ownLinks(interfaces: typeof networkInterfaces = networkInterfaces): string[] {
  return Object.values(interfaces())
    .flatMap((addresses) => addresses ?? [])
    .flatMap(({ family, internal, cidr }) => (family === 'IPv4' && !internal && cidr !== null ? [cidr] : []));
}

/** Whether an address is in one of these networks. */
export function isIn(networks: readonly string[]): (host: string) => boolean {
  const parsed = networks.map((network) => ipaddr.IPv4.parseCIDR(network));
  return (host) => {
    if (parsed.length === 0 || !ipaddr.IPv4.isValidFourPartDecimal(host)) return false;
    const address = ipaddr.IPv4.parse(host);
    return parsed.some((network) => address.match(network));
  };
}

/** How many entries the neighbour table of this computer has at most. */
export function neighbourTableSize(): number {
  try {
    const entries = Number(readFileSync('/proc/sys/net/ipv4/neigh/default/gc_thresh3', 'utf8'));
    return Number.isFinite(entries) && entries > 0 ? entries : USUAL_NEIGHBOURS;
  } catch {
    // Another system than Linux, or a network namespace, which does not show it.
    return USUAL_NEIGHBOURS;
  }
}
