import type { ScannedDevice } from '../../src-shared/model/index.ts';
import { type FirmwareError, isOwnFailure } from '../drivers/outcome.ts';

/** How many of them a scan lists. */
const MOST_LISTED = 200;

/** Longer words would be the text of an unknown host. */
const LONGEST_WHAT = 160;

/** One collator for all: making one for each comparison takes a second for a whole /16. */
const byAddress = new Intl.Collator('en', { numeric: true });

/**
 * What there is at an address that accepts connections and is no miner that PowerHive can watch.
 */
export type OtherDevice = Pick<ScannedDevice, 'kind' | 'what'>;

/**
 * What a failed probe says of the address that accepted the connection: something else than a miner
 * of this family, nothing yet (`not_identified`: a miner that is slow or starting looks like that),
 * or null where this computer itself could not ask.
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
      return { kind: 'other_device', what: error.what ?? 'something that is no VNish miner' };
    case 'timeout':
      return { kind: 'not_identified', what: 'accepts connections, but did not answer in time' };
    case 'reset':
      return { kind: 'not_identified', what: 'closes its connections without an answer' };
    default: {
      const status = error.httpStatus === undefined ? '' : ` (status ${error.httpStatus})`;
      return { kind: 'not_identified', what: `accepts connections, but its answer says nothing${status}` };
    }
  }
}

/**
 * Collects what one scan met beside miners. An address counts once, with what was learned of it
 * last.
 */
export class OtherDevices {
  readonly #met = new Map<string, OtherDevice>();
  /** Counted as they come: counting all of them at each progress would take minutes where a whole network accepts. */
  #notIdentified = 0;

  add(ip: string, device: OtherDevice): void {
    this.remove(ip);
    if (device.kind === 'not_identified') this.#notIdentified += 1;
    this.#met.set(ip, { ...device, what: device.what.slice(0, LONGEST_WHAT).toWellFormed() });
  }

  get(ip: string): OtherDevice | null {
    return this.#met.get(ip) ?? null;
  }

  /** A miner was recognised there after all. */
  remove(ip: string): void {
    if (this.#met.get(ip)?.kind === 'not_identified') this.#notIdentified -= 1;
    this.#met.delete(ip);
  }

  counts() {
    const not_identified = this.#notIdentified;
    return { other_devices: this.#met.size - not_identified, not_identified, not_miners: this.#met.size };
  }

  /** In the order of addresses, cut at some length. */
  list(): ScannedDevice[] {
    return [...this.#met]
      .map(([ip, { kind, what }]) => ({ ip, kind, what }))
      .sort((a, b) => byAddress.compare(a.ip, b.ip))
      .slice(0, MOST_LISTED);
  }
}
