import ipaddr from 'ipaddr.js';
import { ownInterfaces } from './guards/own-interfaces.ts';

/** An IPv4 network of an interface of this computer; addresses as numbers. */
export interface AttachedNetwork {
  /** Such as `198.51.100.0/24`. */
  readonly cidr: string;
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

export type Interfaces = () => NodeJS.Dict<{ readonly family: string; readonly cidr: string | null }[]>;

/**
 * The IPv4 networks of this computer now, without those of interfaces that are down or have no
 * cable.
 */
export function readAttachedNetworks(interfaces: Interfaces = ownInterfaces): AttachedNetwork[] {
  const found = new Map<string, AttachedNetwork>();
  for (const addresses of Object.values(interfaces())) {
    for (const { family, cidr } of addresses ?? []) {
      if (family !== 'IPv4' || cidr === null) continue;
      const prefix = Number(cidr.split('/')[1]);
      const network = ipaddr.IPv4.networkAddressFromCIDR(cidr).toString();
      const first = addressNumber(network);
      found.set(`${network}/${prefix}`, {
        cidr: `${network}/${prefix}`,
        first,
        last: first + 2 ** (32 - prefix) - 1,
        prefix,
      });
    }
  }
  return [...found.values()];
}

/**
 * Whether an address is the network address or the broadcast address of a network of this computer:
 * no host has it. Dialling it fails at once (ENETUNREACH on Linux, EACCES or EADDRNOTAVAIL
 * elsewhere), which proves nothing about the network.
 */
export function isNoHost(address: number, attached: readonly AttachedNetwork[]): boolean {
  return attached.some(({ first, last, prefix }) => prefix < 31 && (address === first || address === last));
}

/**
 * Recognises addresses that this computer reaches over its own link, without a router. Loopback is
 * not counted.
 */
export function isNeighbour(attached: readonly AttachedNetwork[]): (host: string) => boolean {
  const links = attached.filter(({ cidr }) => !cidr.startsWith('127.'));
  return (host) => {
    if (links.length === 0 || !ipaddr.IPv4.isValidFourPartDecimal(host)) return false;
    const address = addressNumber(host);
    return links.some(({ first, last }) => address >= first && address <= last);
  };
}

/** Converts a dotted IPv4 address to a number. */
export function addressNumber(address: string): number {
  return ipaddr.IPv4.parse(address).octets.reduce((sum, octet) => sum * 256 + octet, 0);
}
