import { subnetOf } from '../../../src-shared/subnet-of.ts';
import { type AttachedNetwork, addressNumber } from '../attached-networks.ts';
import type { DialResult } from '../dial/dial.ts';
import { addressText } from '../parse-targets.ts';
import type { NetworkEnvironment } from './network-environment.ts';

/** The networks of a scan to which this computer itself could not send. */
export interface Untried {
  has(host: string): boolean;
  /** Such as `203.0.113.0/26` or `203.0.113.10-203.0.113.29`; empty where everything was tried. */
  readonly networks: readonly string[];
  /** Nothing at all could be tried. */
  readonly isAll: boolean;
  /** A whole network was reported unreachable at once; on macOS its privacy setting does that. */
  readonly isUnreached: boolean;
}

/** Networks behind a router that it reports as unreachable. */
export interface RouterReport {
  readonly router: string;
  readonly networks: readonly string[];
  /** How many known hosts are in these networks. */
  readonly known: number;
}

/** Fewer hosts that fail at once may each have a cause of their own. */
const FEWEST_UNREACHED = 3;

/**
 * Collects the results of a scan's dials, and decides for which networks they prove nothing about
 * the hosts. Hosts to which this computer could not send were not tried. Hosts that were reported
 * unreachable at once were not tried either, if that happened to every host in the network;
 * otherwise it counts as silence. Reports of routers count as silence too: a link behind the router
 * may have failed.
 */
export class UntriedNetworks {
  readonly #environment: NetworkEnvironment;
  readonly #own = new Set<string>();
  readonly #unreached = new Set<string>();
  readonly #tried: string[] = [];
  /** The reporting router by host. */
  readonly #reported = new Map<string, string>();
  /** Networks in which a host answered after all. */
  readonly #answered = new Set<string>();
  readonly #takesFew: boolean;

  /** `takesFew`: if nothing else was dialled, fewer hosts than usual may count as untried. */
  constructor(environment: NetworkEnvironment, { takesFew }: { readonly takesFew: boolean } = { takesFew: true }) {
    this.#environment = environment;
    this.#takesFew = takesFew;
  }

  /** Networks whose hosts were reported unreachable at once, and where no other was tried yet. */
  suspects(): Set<string> {
    return new Set(this.#suspected().keys());
  }

  note(host: string, result: DialResult): void {
    const router = result === 'reported' ? this.#environment.routerReporting(host) : null;
    if (router !== null) this.#reported.set(host, router);
    if (result === 'no_route') this.#own.add(host);
    else if (result === 'unreached' || (result === 'reported' && router === null)) this.#unreached.add(host);
    else if (result !== 'not_tried' && !this.#environment.provesNothing(host)) this.#tried.push(host);
  }

  /** A host has answered a later dial: reports of routers about its network no longer count. */
  answered(host: string): void {
    this.#answered.add(this.networkOf(host));
  }

  judge(): Untried {
    const unreached = this.#unreachedNetworks();
    const untried = new Set([...this.#own, ...unreached]);
    return {
      has: (host) => untried.has(host),
      networks: describeStretches([...untried].map(addressNumber), this.#environment.attached),
      isAll: untried.size > 0 && this.#tried.length === 0,
      isUnreached: unreached.length > 0,
    };
  }

  /**
   * Reports of routers about networks where no other host answered or was silent. If `known` is
   * given, only networks with a known host are included: a router also reports networks that do not
   * exist.
   */
  reports(known: Iterable<string> | null = null): RouterReport[] {
    if (this.#reported.size === 0) return [];
    const knownIn = known === null ? null : Map.groupBy(known, (host) => this.networkOf(host));
    const others = this.#tried.filter((host) => !this.#reported.has(host));
    const tried = new Set([...others.map((host) => this.networkOf(host)), ...this.#answered]);
    const hosts = [...this.#reported.keys()].filter((host) => {
      const network = this.networkOf(host);
      return !tried.has(network) && (knownIn === null || knownIn.has(network));
    });
    return [...Map.groupBy(hosts, (host) => this.#reported.get(host) as string)].map(([router, reported]) => ({
      router,
      networks: describeStretches(reported.map(addressNumber), this.#environment.attached),
      known: [...new Set(reported.map((host) => this.networkOf(host)))].reduce(
        (sum, network) => sum + (knownIn?.get(network)?.length ?? 0),
        0,
      ),
    }));
  }

  /** The hosts in networks in which no other host was tried. */
  #unreachedNetworks(): string[] {
    const isEveryHost = this.#takesFew && this.#tried.length === 0;
    const stretches = [...this.#suspected().values()];
    return stretches.filter((hosts) => isEveryHost || hosts.length >= FEWEST_UNREACHED).flat();
  }

  #suspected(): Map<string, string[]> {
    const networks = Map.groupBy(this.#unreached, (host) => this.networkOf(host));
    for (const host of networks.size === 0 ? [] : this.#tried) networks.delete(this.networkOf(host));
    return networks;
  }

  /** The own network of a host, or the /24 of a host behind a router. */
  networkOf(host: string): string {
    const network = this.#environment.networkOf(host);
    const isAttached = this.#environment.attached.some(({ cidr }) => cidr === network);
    return isAttached && network !== null ? network : (subnetOf(host) ?? host);
  }
}

/** Names consecutive addresses as networks where possible, else as ranges. */
export function describeStretches(addresses: number[], attached: readonly AttachedNetwork[]): string[] {
  const sorted = addresses.sort((a, b) => a - b);
  const stretches: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    const first = sorted[i] as number;
    let length = 1;
    while (sorted[i + length] === first + length) length += 1;
    stretches.push(describeStretch(first, first + length - 1, attached));
    i += length;
  }
  return stretches;
}

function describeStretch(first: number, last: number, attached: readonly AttachedNetwork[]): string {
  if (first === last) return addressText(first);
  // The first and the last address of a network that this computer is in are never dialled.
  const whole = attached.find((network) => first <= network.first + 1 && last >= network.last - 1);
  if (whole !== undefined && first >= whole.first && last <= whole.last) return whole.cidr;
  const size = last - first + 1;
  const isNetwork = Number.isInteger(Math.log2(size)) && first % size === 0;
  return isNetwork ? `${addressText(first)}/${32 - Math.log2(size)}` : `${addressText(first)}-${addressText(last)}`;
}
