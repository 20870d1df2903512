import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

type Interfaces = () => NodeJS.Dict<{ readonly family: string; readonly cidr: string | null }[]>;

/**
 * Knows which networks this computer was on and is not any more. With its cable out, an interface may keep its address and its routes: what is dialled
 * then is as silent as a farm without power.
 */
export class LostLinks {
  readonly #interfaces: Interfaces;
  readonly #seen = new Set<string>();

  constructor(interfaces: Interfaces = networkInterfaces) {
    this.#interfaces = interfaces;
  }

  /** Answers, for this moment, whether an address is in a network that this computer has lost. */
  look(): (host: string) => boolean {
    const present = new Set<string>();
    // Only interfaces that run are told: one without its cable is not among them.
    for (const addresses of Object.values(this.#interfaces())) {
      for (const { family, cidr } of addresses ?? [])
        if (family === 'IPv4' && cidr !== null) present.add(networkOf(cidr));
    }
    for (const network of present) this.#seen.add(network);
    const lost = [...this.#seen].filter((network) => !present.has(network));
    return (host) => {
      if (lost.length === 0 || !ipaddr.IPv4.isValidFourPartDecimal(host)) return false;
      const address = ipaddr.IPv4.parse(host);
      const isIn = (network: string): boolean => address.match(ipaddr.IPv4.parseCIDR(network));
      return lost.some(isIn) && ![...present].some(isIn);
    };
  }
}

/** The network of an interface's address, so that another address in the same network is the same place. */
function networkOf(cidr: string): string {
  return `${ipaddr.IPv4.networkAddressFromCIDR(cidr).toString()}/${cidr.split('/')[1]}`;
}
