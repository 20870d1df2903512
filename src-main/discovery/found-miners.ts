import type { Address } from '../drivers/address.ts';
import type { RequestedBy } from '../provisioning/key-provisioning.ts';
import { Provisioning, type ProvisioningOptions } from '../provisioning/provisioning.ts';
import { TaskGroup } from '../runtime/task-group.ts';

export interface FoundMinersOptions extends ProvisioningOptions {
  /**
   * A known miner answered a scan. Called again with `hasNewKey` if it then got a new key, and by
   * `tryPasswords` for every miner that it tried.
   */
  readonly onAnswered?: (id: string, hasNewKey: boolean) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * How long a scan waits at its end for the keys of the miners that it found. Slow logins continue
 * during the next scan.
 */
const KEYS_WAIT_MS = 10_000;

/**
 * Gets keys and models for the miners that scans find, in parallel to the scan: hundreds of miners
 * that do not answer logins would delay it and everything that it reports.
 */
export class FoundMiners {
  readonly #options: FoundMinersOptions;
  readonly #provisioning: Provisioning;
  readonly #tasks: TaskGroup;
  readonly #underWay = new Set<string>();

  constructor(options: FoundMinersOptions) {
    this.#options = options;
    this.#provisioning = new Provisioning(options);
    this.#tasks = new TaskGroup(options.onError);
  }

  /**
   * Resolves when it is done; at once if it is already in progress, unless this is a check of that
   * one miner.
   */
  provision(id: string, address: Address, call: { requestedBy: RequestedBy; signal: AbortSignal }): Promise<void> {
    if (call.requestedBy !== 'check' && this.#underWay.has(id)) return Promise.resolve();
    this.#underWay.add(id);
    const provisioned = this.#provisioning
      .provision(id, address, call)
      .then((hasNewKey) => {
        if (hasNewKey) this.#options.onAnswered?.(id, true);
      }, this.#options.onError)
      .finally(() => this.#underWay.delete(id));
    this.#tasks.run(() => provisioned);
    return provisioned;
  }

  /** Tries untried passwords on the locked miners. */
  async tryPasswords(signal: AbortSignal): Promise<void> {
    await this.#provisioning.provisionLocked(signal, (id) => this.#options.onAnswered?.(id, true));
  }

  /** Resolves when all of these have ended, or after ten seconds. */
  async wait(keys: readonly Promise<void>[], signal: AbortSignal): Promise<void> {
    const waited = new AbortController();
    const limit = this.#options.clock.sleep(KEYS_WAIT_MS, AbortSignal.any([waited.signal, signal]));
    await Promise.race([Promise.all(keys), limit]);
    waited.abort();
  }

  /** Resolves when nothing is in progress. */
  idle(): Promise<void> {
    return this.#tasks.idle();
  }
}
