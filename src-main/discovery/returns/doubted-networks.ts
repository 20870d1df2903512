import { subnetOf } from '../../../src-shared/subnet-of.ts';
import { type Address, parseAddress } from '../../drivers/address.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { Clock } from '../../runtime/clock.ts';
import { isTargeted, parseTargets, type ResolvedHost } from '../parse-targets.ts';
import { WITNESSES } from '../pass/witness-count.ts';
import { type IdentifyDeps, identifyMiners } from './identify-miners.ts';

export interface DoubtedNetworksOptions extends IdentifyDeps {
  readonly clock: Clock;
  readonly fleet: Fleet;
  /** Hosts of known miners about which the last whole scan could not decide. */
  readonly doubtedHosts: () => ReadonlySet<string>;
  readonly resolvedHost: ResolvedHost;
}

const SHORTEST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 60_000;
const MOST_WITNESSES = 24;

/** Notices when a network that the last whole scan could not reach responds again. */
export class DoubtedNetworks {
  readonly #options: DoubtedNetworksOptions;
  #pauseMs = SHORTEST_PAUSE_MS;
  #nextMs = 0;
  #turn = 0;

  constructor(options: DoubtedNetworksOptions) {
    this.#options = options;
  }

  /** Tries the doubted networks again at the next call. */
  soon(): void {
    this.#pauseMs = SHORTEST_PAUSE_MS;
    this.#nextMs = 0;
  }

  /**
   * Whether a known miner responds in a doubted network. Another host proves nothing: a proxy
   * accepts everything, and another place may have the same addresses.
   */
  async isBack(signal: AbortSignal): Promise<boolean> {
    const { clock, fleet, doubtedHosts } = this.#options;
    const doubted = doubtedHosts();
    if (doubted.size === 0) {
      this.soon();
      return false;
    }
    const monotonicMs = clock.monotonicMs();
    if (monotonicMs < this.#nextMs) return false;
    this.#nextMs = monotonicMs + this.#pauseMs;
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
    const chosen = pickWitnesses(this.#addresses(doubted), this.#turn);
    this.#turn += 1;
    const answers = await identifyMiners(chosen, this.#options, signal);
    return answers.some(({ mac }) => mac !== null && fleet.entry(mac) !== null);
  }

  /** The doubted addresses that are still within the configured networks, in lists by /24. */
  #addresses(doubted: ReadonlySet<string>): Address[][] {
    const { fleet, settings, resolvedHost } = this.#options;
    const { subnets, port } = settings().network;
    // The doubts are from the last scan: a network may have been removed since.
    const targets = parseTargets(subnets, port);
    const addresses = [...fleet.entries()].flatMap(({ stored: { ip } }) => {
      const address = ip === null ? null : parseAddress(ip);
      const isDoubted = address !== null && doubted.has(address.host);
      return isDoubted && isTargeted(address, targets, resolvedHost) ? [address] : [];
    });
    return [...Map.groupBy(addresses, ({ host }) => subnetOf(host)).values()];
  }
}

/**
 * Selects some addresses of each network, or of some networks if there are too many. Each turn
 * continues after the previous one: a miner that is off is not a witness for long.
 */
export function pickWitnesses(networks: readonly (readonly Address[])[], turn: number): Address[] {
  const count = Math.min(networks.length, MOST_WITNESSES);
  const ofEach = Math.min(WITNESSES, Math.floor(MOST_WITNESSES / count));
  return Array.from({ length: count }, (_, i) => turn * count + i).flatMap((place) => {
    const network = networks[place % networks.length] ?? [];
    const first = (Math.floor(place / networks.length) * ofEach) % network.length;
    return [...network.slice(first), ...network.slice(0, first)].slice(0, ofEach);
  });
}
