import { type Address, formatAddress } from '../../drivers/address.ts';
import { chooseDriver } from '../../drivers/choose-driver.ts';
import type { DriverTraits, Recognised } from '../../drivers/driver.ts';
import type { DialResult } from '../dial/dial.ts';

/** What was recognised at one address. */
export interface RecognisedAt {
  readonly address: Address;
  readonly recognised: Recognised;
}

/**
 * Collects the results of dialling the ports of one host, so that its open ports are probed
 * together: a miner that two drivers recognise, each on its own port, is one miner. A host with one
 * port is probed at once.
 */
export class HostGroups {
  readonly #siblings: (ip: string) => readonly Address[];
  /** The ports of a host that were dialled so far; absent until the first result. */
  readonly #dialled = new Map<readonly Address[], { count: number; open: Address[] }>();

  constructor(siblings: (ip: string) => readonly Address[]) {
    this.#siblings = siblings;
  }

  /**
   * Records a result. Returns the open ports of the host once all of its ports have been dialled,
   * and none until then.
   */
  note(address: Address, result: DialResult): readonly Address[] {
    const group = this.#siblings(formatAddress(address));
    if (group.length <= 1) return result === 'open' ? [address] : [];
    const dialled = this.#dialled.get(group) ?? { count: 0, open: [] };
    dialled.count += 1;
    if (result === 'open') dialled.open.push(address);
    if (dialled.count < group.length) {
      this.#dialled.set(group, dialled);
      return [];
    }
    this.#dialled.delete(group);
    return dialled.open;
  }
}

/**
 * Selects one of the results with the same MAC at one host, by its driver. Results without a MAC
 * are kept.
 */
export function chooseAtHost(
  found: readonly RecognisedAt[],
  driverOf: (kind: string) => Pick<DriverTraits, 'replaces_stock'> | null,
): RecognisedAt[] {
  const byMac = Map.groupBy(found, ({ recognised }) => recognised.info.mac);
  return [...byMac].flatMap(([mac, same]) => {
    if (mac === null) return same;
    const candidates = same.flatMap((one) => {
      const driver = driverOf(one.recognised.kind);
      return driver === null ? [] : [{ ...one, driver }];
    });
    const chosen = chooseDriver(candidates);
    return chosen === null ? [] : [{ address: chosen.address, recognised: chosen.recognised }];
  });
}
