import ipaddr from 'ipaddr.js';
import { type AttachedNetwork, addressNumber, type Interfaces, readAttachedNetworks } from '../attached-networks.ts';
import { ownInterfaces } from './own-interfaces.ts';

/**
 * Tracks which networks this computer has left. With its cable out, an interface may keep its
 * address and its routes, and dials are then as silent as for a farm without power.
 */
export class LinkMonitor {
  readonly #interfaces: Interfaces;
  readonly #seen = new Map<string, AttachedNetwork>();
  /** The networks that were lost when the interfaces were last listed. */
  #lost: readonly AttachedNetwork[] = [];

  constructor(interfaces: Interfaces = ownInterfaces) {
    this.#interfaces = interfaces;
  }

  /**
   * A miner at this address has just answered, so that its network can be reached over some link,
   * and is not lost any more. The interfaces are not listed here, because a scan calls this for
   * each miner.
   */
  reached(host: string): void {
    if (!ipaddr.IPv4.isValidFourPartDecimal(host)) return;
    if (this.#lost.length === 0) return;
    const address = addressNumber(host);
    const isReached = ({ first, last }: AttachedNetwork): boolean => address >= first && address <= last;
    for (const network of this.#lost) if (isReached(network)) this.#seen.delete(network.cidr);
    this.#lost = this.#lost.filter((network) => !isReached(network));
  }

  /** Lists the interfaces, and returns a check of whether an address is in a network lost now. */
  lostNetworks(): (host: string) => boolean {
    const present = readAttachedNetworks(this.#interfaces);
    for (const network of present) this.#seen.set(network.cidr, network);
    const lost = [...this.#seen.values()].filter(({ cidr }) => !present.some((network) => network.cidr === cidr));
    this.#lost = lost;
    return (host) => {
      if (lost.length === 0 || !ipaddr.IPv4.isValidFourPartDecimal(host)) return false;
      const address = addressNumber(host);
      const isIn = ({ first, last }: AttachedNetwork): boolean => address >= first && address <= last;
      return lost.some(isIn) && !present.some(isIn);
    };
  }
}
