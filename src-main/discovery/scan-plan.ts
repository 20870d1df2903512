import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Address, formatAddress, parseAddress } from '../drivers/address.ts';
import { type AttachedNetwork, isNoHost, readAttachedNetworks } from './attached-networks.ts';
import { addressOf, lookupFailureWords } from './host-names.ts';
import { addressText, isPublicAddress, type Target } from './parse-targets.ts';

/** Addresses that are listed in one turn of the main thread, in a few milliseconds. */
const TURN = 1024;

/** The addresses that one scan dials, in order, and the miners that it can mark offline. */
export interface ScanPlan {
  readonly addresses: readonly Address[];
  /**
   * Whether the scan dials this address (in the form of `formatAddress`): only then may it mark a
   * miner offline.
   */
  covers(ip: string): boolean;
  /**
   * All ports of this address's host that the scan dials, this one included: the target's, and
   * those of the drivers.
   */
  siblings(ip: string): readonly Address[];
  /** The address of each host name among the targets, by name in lower case. */
  readonly resolved: ReadonlyMap<string, string>;
  /** The host names that could not be looked up or may not be scanned, each with the reason. */
  readonly unresolved: readonly string[];
}

export interface ScanPlanOptions {
  /** Addresses where miners were last seen. */
  readonly known?: Iterable<string>;
  /** The networks of this computer: their network and broadcast addresses are left out. */
  readonly attached?: readonly AttachedNetwork[];
  /** Dialled on each host after the port of its target. */
  readonly driverPorts?: readonly number[];
  /**
   * Whether a host name may have a public address. Else it is left out: the owner of a name can
   * point it anywhere.
   */
  readonly mayBePublic?: (target: Target) => boolean;
  /** Looks up a host name. All are looked up in parallel. */
  readonly resolve?: (host: string) => Promise<string>;
}

/**
 * Lists every address of the targets once: first those where miners were last seen, then the
 * others, far from each other.
 */
export async function planScan(
  targets: readonly Target[],
  {
    known = [],
    attached = readAttachedNetworks(),
    driverPorts = [],
    mayBePublic = () => true,
    resolve = addressOf,
  }: ScanPlanOptions = {},
): Promise<ScanPlan> {
  const unresolved: string[] = [];
  const resolved = new Map<string, string>();
  const isKnown = new Set(known);
  /** Each address to dial, with all addresses of its host. */
  const all = new Map<string, readonly Address[]>();
  const [first, rest]: [Address[][], Address[][]] = [[], []];
  const add = (address: Address): void => {
    const ports = new Set([address.port, ...driverPorts]);
    const host = [...ports].map((port) => ({ host: address.host, port })).filter((one) => !all.has(formatAddress(one)));
    if (host.length === 0) return;
    for (const one of host) all.set(formatAddress(one), host);
    (host.some((one) => isKnown.has(formatAddress(one))) ? first : rest).push(host);
  };
  const addPorts = (host: string, { firstPort, lastPort }: Target): void => {
    for (let port = firstPort; port <= lastPort; port++) add({ host, port });
  };
  const named = targets.flatMap((target) => (target.kind === 'host' ? [target.host] : []));
  const looked = new Map(named.map((host) => [host, resolve(host)]));
  // Each is awaited below; this avoids an unhandled rejection before that.
  for (const address of looked.values()) address.catch(() => undefined);
  for (const target of targets) {
    if (target.kind === 'addresses') {
      for (let n = target.first; n <= target.last; n++) {
        if (!isNoHost(n, attached)) addPorts(addressText(n), target);
        if (n % TURN === 0) await nextTurn();
      }
      continue;
    }
    try {
      const address = (await looked.get(target.host)) as string;
      if (isPublicAddress(address) && !mayBePublic(target)) {
        unresolved.push(`Host ${target.host} is ${address}, a public address. If it is yours, use force`);
        continue;
      }
      resolved.set(target.host.toLowerCase(), address);
      addPorts(address, target);
    } catch (error) {
      unresolved.push(`Host ${target.host} ${lookupFailureWords(error)}`);
    }
  }
  return {
    addresses: [...first, ...spread(rest)].flat(),
    covers: (ip) => all.has(ip),
    siblings: (ip) => all.get(ip) ?? [],
    resolved,
    unresolved,
  };
}

/** The distance between addresses that are dialled one after the other. */
const STRIDE = 256;

/**
 * Reorders in strides, so that an empty part of the network is not dialled at once: while its
 * addresses wait for the timeout, others respond.
 */
function spread<T>(hosts: readonly T[]): T[] {
  const all: T[] = [];
  for (let first = 0; first < STRIDE; first++) {
    for (let i = first; i < hosts.length; i += STRIDE) all.push(hosts[i] as T);
  }
  return all;
}

/** The plan for checking one miner at this address; null if it is not valid. */
export function planSingle(ip: string): ScanPlan | null {
  const address = parseAddress(ip);
  if (address === null) return null;
  const addresses = [address];
  return { addresses, covers: (other) => other === ip, siblings: () => addresses, resolved: new Map(), unresolved: [] };
}
