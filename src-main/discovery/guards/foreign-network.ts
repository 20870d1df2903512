import type { Address } from '../../drivers/address.ts';
import { formatAddress } from '../../drivers/address.ts';
import type { Recognised } from '../../drivers/driver.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { ScanPlan } from '../scan-plan.ts';

/** At how many addresses of known miners unknown miners respond. */
export interface Elsewhere {
  readonly taken: number;
  readonly known: number;
}

interface UnknownMiner {
  readonly mac: string;
  readonly address: Address;
  readonly recognised: Recognised;
}

/** Of fewer known miners nothing can be said: one or two may have been replaced. */
const FEWEST = 3;

/**
 * Distinguishes a farm that has grown from another network with the same addresses, such as that of
 * another site behind a VPN. Unknown miners are held back until a scan is through: where they sit
 * at the addresses of more known miners than were seen, it is another network.
 */
export class ForeignNetwork {
  readonly held: UnknownMiner[] = [];
  /** Which miner is known at which address. */
  readonly #expected: ReadonlyMap<string, string>;
  readonly #isAsked: boolean;

  constructor(fleet: Fleet, plan: ScanPlan, isAsked: boolean) {
    const online = [...fleet.entries()].flatMap(({ stored }) =>
      stored.ip === null ? [] : [[stored.ip, stored.id] as const],
    );
    this.#expected = new Map(online.filter(([ip]) => plan.covers(ip)));
    this.#isAsked = isAsked;
  }

  /** False where it can be taken for a new miner at once. */
  holdBack(mac: string, address: Address, recognised: Recognised): boolean {
    if (this.#isAsked || this.#expected.size < FEWEST) return false;
    this.held.push({ mac, address, recognised });
    return true;
  }

  /**
   * Whether this is another network, in view of the miners that were seen; null where it is not.
   */
  judge(seen: ReadonlySet<string>): Elsewhere | null {
    const taken = this.held.filter(({ address }) => this.#expected.has(formatAddress(address))).length;
    const known = [...this.#expected.values()];
    const seenCount = known.filter((id) => seen.has(id)).length;
    return taken >= FEWEST && taken > seenCount ? { taken, known: known.length } : null;
  }
}
