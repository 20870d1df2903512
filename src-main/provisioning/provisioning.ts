import { type Address, parseAddress } from '../drivers/address.ts';
import type { PublishEvent } from '../events/bus.ts';
import type { PasswordsToTry } from '../fleet/credentials/farm-passwords.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { Clock } from '../runtime/clock.ts';
import type { KeyedLock } from '../runtime/keyed-lock.ts';
import { Semaphore } from '../runtime/semaphore.ts';
import { keyEvent } from './key-event.ts';
import { provisionKey, type RequestedBy } from './key-provisioning.ts';
import { LoginHistory } from './login-history.ts';
import { ModelCapture } from './model-capture.ts';

export interface ProvisioningOptions {
  readonly minerGateway: Pick<MinerGateway, 'obtainKey' | 'readModel' | 'readPresets'>;
  readonly fleet: Fleet;
  readonly passwords: PasswordsToTry;
  readonly clock: Clock;
  /** Held to unlock a miner or to write to it: two at once would break each other's session. */
  readonly minerLock: KeyedLock;
  readonly publish: PublishEvent;
}

/** Unlocking is the slowest part for a new miner: hundreds at once would only queue. */
const AT_ONCE = 24;

/**
 * Gets what PowerHive needs from a miner that was just seen, if its driver has it: an API key, then
 * its model with the presets.
 */
export class Provisioning {
  readonly #options: ProvisioningOptions;
  readonly #models: ModelCapture;
  readonly #logins: LoginHistory;
  readonly #semaphore = new Semaphore(AT_ONCE);
  readonly #startedAt: number;

  constructor(options: ProvisioningOptions) {
    this.#options = options;
    this.#startedAt = options.clock.nowMs();
    this.#logins = new LoginHistory(options.clock);
    this.#models = new ModelCapture(options.minerGateway, options.fleet, options.clock);
  }

  /**
   * Resolves when it is done, for one caller per miner at a time. The check of a miner retries
   * refused passwords, but a caller that had to wait takes the result of the previous one, even a
   * refusal: N callers cause one unlock. Resolves at once when aborted. Returns whether the miner
   * has a new key.
   */
  async provision(
    id: string,
    address: Address,
    call: { requestedBy: RequestedBy; signal: AbortSignal },
  ): Promise<boolean> {
    const { minerLock, fleet } = this.#options;
    const { signal } = call;
    const troubleBefore = fleet.entry(id)?.keyTrouble;
    const keyBefore = fleet.secrets.apiKey(id);
    const provision = (): Promise<void> => {
      const requestedBy = fleet.entry(id)?.keyTrouble === troubleBefore ? call.requestedBy : 'schedule';
      return this.#provisionNow(id, address, { requestedBy, signal });
    };
    try {
      // A miner that waits for its turn among thousands must not be locked: jobs would wait too.
      await this.#semaphore.run(() => minerLock.run(id, provision, signal));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    return fleet.secrets.apiKey(id) !== keyBefore;
  }

  /**
   * Tries untried passwords on every miner without a working key; `onNewKey` is called for each
   * that got one. Each miner has to report its MAC first, as before every request with credentials.
   */
  async provisionLocked(signal: AbortSignal, onNewKey: (id: string) => void): Promise<void> {
    const locked = [...this.#options.fleet.entries()].filter(({ keyTrouble }) => keyTrouble !== null);
    await Promise.all(
      locked.map(async ({ stored: { id, ip } }) => {
        const address = ip === null ? null : parseAddress(ip);
        if (address === null) return;
        if (await this.provision(id, address, { requestedBy: 'schedule', signal })) onNewKey(id);
      }),
    );
  }

  async #provisionNow(
    id: string,
    address: Address,
    call: { requestedBy: RequestedBy; signal: AbortSignal },
  ): Promise<void> {
    const { fleet, publish } = this.#options;
    if (call.signal.aborted) return;
    const deps = { ...this.#options, logins: this.#logins, startedAt: this.#startedAt };
    const result = await provisionKey(id, address, deps, call);
    const miner = fleet.entry(id)?.stored;
    if (result === 'refused' && miner !== undefined) publish(keyEvent(result, miner));
    await this.#models.capture(id, address, call.signal);
  }
}
