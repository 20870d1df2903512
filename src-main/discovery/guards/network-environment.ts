import type { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { type AttachedNetwork, addressNumber, readAttachedNetworks } from '../attached-networks.ts';
import { ownInterfaces } from './own-interfaces.ts';
import { type RouteTable, readRouteTable } from './route-table.ts';
import { sourceAddressTo } from './source-address.ts';

/** The networks and routers of this computer. */
export class NetworkEnvironment {
  readonly attached: readonly AttachedNetwork[];
  readonly #own: ReadonlySet<string>;
  readonly #table: RouteTable;
  readonly #sourceAddress: (host: string) => Promise<string | null>;

  constructor(
    attached: readonly AttachedNetwork[],
    own: Iterable<string>,
    table: RouteTable,
    sourceAddress: (host: string) => Promise<string | null> = sourceAddressTo,
  ) {
    this.#sourceAddress = sourceAddress;
    this.attached = attached;
    this.#own = new Set(own);
    this.#table = table;
  }

  /** Never rejects: a scan continues even without a free descriptor. */
  static async read(interfaces: typeof networkInterfaces = ownInterfaces): Promise<NetworkEnvironment> {
    const own = Object.values(interfaces()).flatMap((entries) => (entries ?? []).map(({ address }) => address));
    return new NetworkEnvironment(readAttachedNetworks(interfaces), own, await readRouteTable());
  }

  /**
   * True for this computer and its routers, which respond even while no other host in their network
   * can be reached.
   */
  provesNothing(host: string): boolean {
    return this.#own.has(host) || this.#table.routes.some(({ gateway }) => gateway === host);
  }

  /** The own network of a host, or the route that leads to it; null if none is known. */
  networkOf(host: string): string | null {
    if (!ipaddr.IPv4.isValidFourPartDecimal(host)) return null;
    return this.#attachedTo(host) ?? this.#routeTo(host)?.cidr ?? null;
  }

  /**
   * The router over which a host outside this computer's own networks is reached; null if none is
   * known.
   */
  routerTo(host: string): string | null {
    const network = this.networkOf(host);
    return network === null || this.#isAttached(network) ? null : (this.#routeTo(host)?.gateway ?? null);
  }

  /**
   * The router that reports a host as unreachable; null if no router is on the path, so that the
   * report is from this computer itself, or if that is not known.
   */
  routerReporting(host: string): string | null {
    const router = this.routerTo(host);
    if (router === null) return null;
    const prefix = prefixOf(this.#routeTo(host)?.cidr ?? '');
    const address = ipaddr.IPv4.parse(host);
    const isDirect = (cidr: string): boolean => prefixOf(cidr) >= prefix && address.match(ipaddr.IPv4.parseCIDR(cidr));
    return this.#table.direct.some(isDirect) ? null : router;
  }

  /**
   * The MAC of the router in the network of a host, or on the path to it; null if there is none, or
   * its MAC is not known.
   */
  routerMac(host: string): string | null {
    const network = this.networkOf(host);
    if (network === null) return null;
    const within = ipaddr.IPv4.parseCIDR(network);
    const { routes, macs } = this.#table;
    const inside = routes.find(({ gateway }) => ipaddr.IPv4.parse(gateway).match(within));
    const router = this.#isAttached(network) ? inside?.gateway : this.#routeTo(host)?.gateway;
    return router === undefined ? null : (macs.get(router) ?? null);
  }

  /** The own network from which this computer would send to a host; null if none is known. */
  async pathTo(host: string): Promise<string | null> {
    if (!ipaddr.IPv4.isValidFourPartDecimal(host)) return null;
    const source = await this.#sourceAddress(host);
    return source === null ? null : this.#attachedTo(source);
  }

  #attachedTo(ip: string): string | null {
    const address = addressNumber(ip);
    return this.attached.find(({ first, last }) => address >= first && address <= last)?.cidr ?? null;
  }

  #isAttached(network: string): boolean {
    return this.attached.some(({ cidr }) => cidr === network);
  }

  /** The most specific route over a router. */
  #routeTo(host: string) {
    const address = ipaddr.IPv4.parse(host);
    const leading = this.#table.routes.filter(({ cidr }) => address.match(ipaddr.IPv4.parseCIDR(cidr)));
    return leading.sort((a, b) => prefixOf(b.cidr) - prefixOf(a.cidr))[0] ?? null;
  }
}

function prefixOf(cidr: string): number {
  return Number(cidr.split('/')[1]);
}
