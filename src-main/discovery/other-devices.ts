import type { ScannedDevice } from '../../src-shared/model/index.ts';
import { type FirmwareError, isOwnFailure } from '../drivers/outcome.ts';

/** Maximum number of devices that a scan lists. */
const MOST_LISTED = 200;

/** A longer description would contain text of an unknown host. */
const LONGEST_WHAT = 160;

/** Shared, because one collator for each comparison takes a second for a /16. */
const byAddress = new Intl.Collator('en', { numeric: true });

/** A host that accepts connections and is not a miner that PowerHive can watch. */
export type OtherDevice = Pick<ScannedDevice, 'kind' | 'what'>;

/**
 * Converts a failed probe: another device, a host that is not identified (`not_identified`: a slow
 * or starting miner looks like that), or null if this computer itself could not probe.
 */
export function describeProbe(error: FirmwareError): OtherDevice | null {
  if (isOwnFailure(error)) return null;
  switch (error.code) {
    case 'aborted':
    case 'busy':
      return null;
    case 'not_a_miner':
    case 'not_found':
    case 'redirected':
    case 'too_large':
      return { kind: 'other_device', what: error.what ?? 'something that is no miner PowerHive knows' };
    case 'timeout':
      return { kind: 'not_identified', what: error.what ?? 'accepts connections, but did not answer in time' };
    case 'reset':
      return { kind: 'not_identified', what: error.what ?? 'closes its connections without an answer' };
    default: {
      const status = error.httpStatus === undefined ? '' : ` (status ${error.httpStatus})`;
      return { kind: 'not_identified', what: `accepts connections, but its answer says nothing${status}` };
    }
  }
}

/**
 * Collects the hosts of one scan that are not miners. An address counts once, with its last result.
 */
export class OtherDevices {
  readonly #met = new Map<string, OtherDevice>();
  /** A running count: if a whole network accepts, counting at each progress would take minutes. */
  #notIdentified = 0;

  add(ip: string, device: OtherDevice): void {
    this.remove(ip);
    if (device.kind === 'not_identified') this.#notIdentified += 1;
    this.#met.set(ip, { ...device, what: device.what.slice(0, LONGEST_WHAT).toWellFormed() });
  }

  get(ip: string): OtherDevice | null {
    return this.#met.get(ip) ?? null;
  }

  /** A miner was recognised at this address after all. */
  remove(ip: string): void {
    if (this.#met.get(ip)?.kind === 'not_identified') this.#notIdentified -= 1;
    this.#met.delete(ip);
  }

  counts() {
    const not_identified = this.#notIdentified;
    return { other_devices: this.#met.size - not_identified, not_identified, not_miners: this.#met.size };
  }

  /** In the order of addresses, up to a maximum number. */
  list(): ScannedDevice[] {
    return [...this.#met]
      .map(([ip, { kind, what }]) => ({ ip, kind, what }))
      .sort((a, b) => byAddress.compare(a.ip, b.ip))
      .slice(0, MOST_LISTED);
  }
}
