import type { Asker } from '../asking/asker.ts';
import type { Clock } from '../clock.ts';
import type { Address } from '../firmware/address.ts';
import type { Fleet } from '../fleet/fleet.ts';

/** Presets are the model's; that one of them has been tuned since is news worth an hour. */
const PRESETS_FRESH_MS = 3_600_000;
const RETRY_MS = 60_000;

/**
 * Captures models and their preset ladders from the miners met. One miner speaks for its model, and is asked at most once an hour, or
 * once a minute while something is still missing.
 */
export class ModelCapture {
  readonly #asker: Pick<Asker, 'readModel' | 'readPresets'>;
  readonly #fleet: Fleet;
  readonly #clock: Clock;
  /** When each model may be asked for again, on the monotonic clock. */
  readonly #askAgainAt = new Map<string, number>();

  constructor(asker: Pick<Asker, 'readModel' | 'readPresets'>, fleet: Fleet, clock: Clock) {
    this.#asker = asker;
    this.#fleet = fleet;
    this.#clock = clock;
  }

  async capture(id: string, address: Address, signal: AbortSignal): Promise<void> {
    const alias = this.#fleet.entry(id)?.stored.model_alias ?? null;
    if (alias === null) return;
    const now = this.#clock.monotonicMs();
    if (now < (this.#askAgainAt.get(alias) ?? 0)) return;
    this.#askAgainAt.set(alias, now + RETRY_MS);

    const miner = { ...address, mac: id };
    const device = await this.#asker.readModel(miner, { signal });
    const apiKey = this.#fleet.secrets.apiKey(id);
    const presets = apiKey === null ? null : await this.#asker.readPresets(miner, { apiKey }, { signal });
    if (presets?.ok === false && presets.error.code === 'unauthorized') this.#fleet.secrets.suspectKey(id);
    const ladder = presets?.ok === true ? presets.value : null;
    if (device.ok || ladder !== null) this.#fleet.setModel(alias, device.ok ? device.value : null, ladder);
    if (device.ok && ladder !== null) this.#askAgainAt.set(alias, now + PRESETS_FRESH_MS);
    // The next miner with a key may answer what this one could not.
    else if (apiKey === null) this.#askAgainAt.delete(alias);
  }
}
