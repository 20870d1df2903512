import { type Address, formatAddress, parseAddress } from '../drivers/address.ts';
import { type AttachedNetwork, isNoHost, readAttachedNetworks } from './guards/attached-networks.ts';
import { addressOf, lookupFailureWords } from './host-names.ts';
import { addressText, isPublicAddress, type Target } from './targets.ts';

/** The addresses that one scan dials, in order, and the miners that it decides about. */
export interface ScanPlan {
  readonly addresses: readonly Address[];
  /**
   * Whether the scan dials this address (as `formatAddress` writes it): only then may it mark a
   * miner offline.
   */
  covers(ip: string): boolean;
  /**
   * All ports that the scan dials of the host at this address, this one included: the target's, and
   * those that drivers name.
   */
  siblings(ip: string): readonly Address[];
  /** The address that each host name among the targets stands for, by the name in small letters. */
  readonly resolved: ReadonlyMap<string, string>;
  /** Host names that could not be looked up, or may not be asked, in words. */
  readonly unresolved: readonly string[];
}

/**
 * Lists every address of the targets once, those where miners were last seen before all others, and
 * the others far from each other. What names a network that this computer is in, and its broadcast
 * address, are left out: no host is there. Of each host the target's port is dialled, and right
 * after it `driverPorts`. A host name at a public address is left out unless `mayBePublic` of it: who
 * owns a name can let it stand for any address. All names are looked up at once by `resolve`.
 */
export async function planScan(
  targets: readonly Target[],
  known: Iterable<string>,
  attached: readonly AttachedNetwork[] = readAttachedNetworks(),
  driverPorts: readonly number[] = [],
  mayBePublic: (target: Target) => boolean = () => true,
  resolve: (host: string) => Promise<string> = addressOf,
): Promise<ScanPlan> {
  const unresolved: string[] = [];
  const resolved = new Map<string, string>();
  const isKnown = new Set(known);
  /** Each address that is dialled, with all of its host. */
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
  // Each is awaited in its turn below: one that fails before that is no unhandled rejection.
  for (const address of looked.values()) address.catch(() => undefined);
  for (const target of targets) {
    if (target.kind === 'addresses') {
      for (let n = target.first; n <= target.last; n++) {
        if (!isNoHost(n, attached)) addPorts(addressText(n), target);
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

/** So far apart are those that are dialled after each other. */
const STRIDE = 256;

/**
 * The same in strides, as one deals cards: an empty part of the network does not come all at once,
 * and while its addresses are waited for, others respond.
 */
function spread<T>(hosts: readonly T[]): T[] {
  const all: T[] = [];
  for (let first = 0; first < STRIDE; first++) {
    for (let i = first; i < hosts.length; i += STRIDE) all.push(hosts[i] as T);
  }
  return all;
}

/** The plan for looking at one miner where it was last seen. */
export function planSingle(ip: string): ScanPlan | null {
  const address = parseAddress(ip);
  if (address === null) return null;
  const addresses = [address];
  return { addresses, covers: (other) => other === ip, siblings: () => addresses, resolved: new Map(), unresolved: [] };
}
