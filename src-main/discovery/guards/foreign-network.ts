import type { Address } from '../../drivers/address.ts';
import { formatAddress } from '../../drivers/address.ts';
import type { Recognised } from '../../drivers/driver.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { ScanPlan } from '../scan-plan.ts';
import { FEWEST_EXPECTED } from './expected-miner.ts';

/** At how many addresses of known miners unknown miners respond (`taken`), of how many. */
export interface Elsewhere {
  readonly taken: number;
  readonly known: number;
}

interface UnknownMiner {
  readonly mac: string;
  readonly address: Address;
  readonly recognised: Recognised;
}

/**
 * Distinguishes a farm that has grown from another network with the same addresses, such as that of
 * another site behind a VPN. Unknown miners are held back until the end of the scan: if they are at
 * the addresses of more known miners than were seen, it is another network. Managed miners count
 * even while offline, so that a farm without power does not accept the miners of another one.
 */
export class ForeignNetwork {
  readonly #held: UnknownMiner[] = [];
  /** Addresses at which this scan found unknown miners. */
  readonly #unknownAt = new Set<string>();
  readonly #knownIds = new Set<string>();
  readonly #knownAt = new Set<string>();
  readonly #isRequested: boolean;

  constructor(fleet: Fleet, plan: ScanPlan, isRequested: boolean) {
    for (const { stored } of fleet.entries()) {
      const ip = stored.ip ?? (stored.managed ? stored.last_ip : null);
      if (ip === null || !plan.covers(ip)) continue;
      this.#knownIds.add(stored.id);
      this.#knownAt.add(ip);
    }
    this.#isRequested = isRequested;
  }

  /** Holds an unknown miner back. False if it can be accepted as a new miner at once. */
  holdBack(mac: string, address: Address, recognised: Recognised): boolean {
    if (this.#isRequested || this.#knownAt.size === 0) return false;
    this.#held.push({ mac, address, recognised });
    this.noteUnknown(formatAddress(address));
    return true;
  }

  /** Records that an unknown miner is at this address. */
  noteUnknown(ip: string): void {
    if (!this.#isRequested) this.#unknownAt.add(ip);
  }

  /** The hosts of the miners that are held back now. */
  heldAt(): string[] {
    return this.#held.map(({ address }) => address.host);
  }

  /** Removes and returns the miners that are held back at such hosts; the caller accepts them. */
  release(isTaken: (host: string) => boolean): UnknownMiner[] {
    const held = this.#held.splice(0);
    const isReleased = ({ address }: UnknownMiner): boolean => isTaken(address.host);
    this.#held.push(...held.filter((one) => !isReleased(one)));
    return held.filter(isReleased);
  }

  /** Whether at least as many known miners were seen as have an unknown miner at their address. */
  isFarm(seen: ReadonlySet<string>): boolean {
    return this.#takenCount() <= this.#seenCount(seen);
  }

  /** The result if this is another network, judged by the miners that were seen; else null. */
  judge(seen: ReadonlySet<string>): Elsewhere | null {
    const taken = this.#takenCount();
    return taken >= FEWEST_EXPECTED && !this.isFarm(seen) ? { taken, known: this.#knownAt.size } : null;
  }

  #takenCount(): number {
    return [...this.#unknownAt].filter((ip) => this.#knownAt.has(ip)).length;
  }

  #seenCount(seen: ReadonlySet<string>): number {
    return [...this.#knownIds].filter((id) => seen.has(id)).length;
  }
}
