import { DAY_MS, HOUR_MS } from '../../src-shared/milliseconds.ts';
import type { Address } from '../drivers/address.ts';
import type { MinerTarget } from '../drivers/driver.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { Clock } from '../runtime/clock.ts';

const RETRY_MS = 60_000;
/** Part of every list, also of a miner without presets. */
const NO_PRESET = 'disabled';

/**
 * Reads models and their presets from the miners found. Hardware and presets belong to the model,
 * and are read from one of its miners, at most once an hour; if that miner lists no presets, the
 * next one is used. Which presets are tuned belongs to the unit: each is read once a day.
 */
export class ModelCapture {
  readonly #minerGateway: Pick<MinerGateway, 'readModel' | 'readPresets'>;
  readonly #fleet: Fleet;
  readonly #clock: Clock;
  readonly #random: () => number;
  /**
   * When the hardware and presets of each model, and the presets of each unit, may be read again
   * (monotonic clock).
   */
  readonly #hardwareDueAt = new Map<string, number>();
  readonly #presetsDueAt = new Map<string, number>();
  readonly #unitDueAt = new Map<string, number>();
  /** Units whose last list had no presets. */
  readonly #withoutPresets = new Set<string>();

  constructor(
    minerGateway: Pick<MinerGateway, 'readModel' | 'readPresets'>,
    fleet: Fleet,
    clock: Clock,
    random: () => number = Math.random,
  ) {
    this.#minerGateway = minerGateway;
    this.#fleet = fleet;
    this.#clock = clock;
    this.#random = random;
  }

  async capture(id: string, address: Address, signal: AbortSignal): Promise<void> {
    const entry = this.#fleet.entry(id);
    const driver = entry === null ? null : this.#fleet.driverOf(entry);
    const alias = entry?.stored.model_alias ?? null;
    if (alias === null || driver === null) return;
    const { capabilities } = driver;
    const miner = { ...address, mac: id, kind: driver.kind, apiKey: this.#fleet.secrets.apiKey(id) };
    if (capabilities.model) await this.#captureHardware(alias, miner, signal);
    const hasKey = miner.apiKey !== null || !capabilities.api_key;
    if (capabilities.presets && hasKey) await this.#capturePresets(alias, miner, signal);
  }

  async #captureHardware(alias: string, miner: MinerTarget, signal: AbortSignal): Promise<void> {
    const now = this.#clock.monotonicMs();
    if (now < (this.#hardwareDueAt.get(alias) ?? 0)) return;
    this.#hardwareDueAt.set(alias, now + RETRY_MS);
    const device = await this.#minerGateway.readModel(miner, { signal });
    if (!device.ok) return;
    this.#hardwareDueAt.set(alias, now + HOUR_MS);
    this.#fleet.setModel(alias, device.value, null);
  }

  async #capturePresets(alias: string, miner: MinerTarget, signal: AbortSignal): Promise<void> {
    const id = miner.mac;
    const now = this.#clock.monotonicMs();
    const isUnitDue = now >= this.#unitDue(id, now);
    const speaksForModel = now >= (this.#presetsDueAt.get(alias) ?? 0) && (isUnitDue || !this.#withoutPresets.has(id));
    if (!isUnitDue && !speaksForModel) return;
    if (speaksForModel) this.#presetsDueAt.set(alias, now + RETRY_MS);
    this.#unitDueAt.set(id, now + RETRY_MS);

    const presets = await this.#minerGateway.readPresets(miner, { signal });
    if (!presets.ok) {
      if (presets.error.code === 'unauthorized') this.#fleet.secrets.suspectKey(id, miner.apiKey);
      return;
    }
    this.#fleet.readings.setTunedPresets(id, presets.value);
    if (presets.value.every(({ name }) => name === NO_PRESET)) {
      this.#withoutPresets.add(id);
      this.#unitDueAt.set(id, now + HOUR_MS);
      if (speaksForModel) this.#presetsDueAt.delete(alias);
      return;
    }
    this.#withoutPresets.delete(id);
    this.#unitDueAt.set(id, now + DAY_MS);
    // The miner whose turn it was for this model may have listed no presets.
    const isFirst = (this.#fleet.model(alias)?.presets.length ?? 0) === 0;
    if (!speaksForModel && !isFirst) return;
    this.#presetsDueAt.set(alias, now + HOUR_MS);
    this.#fleet.setModel(alias, null, presets.value);
  }

  /**
   * Stored presets of a unit from before the start are read again at a random time within a day,
   * not for all units at once.
   */
  #unitDue(id: string, now: number): number {
    const dueAt = this.#unitDueAt.get(id);
    const isUnknown = (this.#fleet.entry(id)?.stored.tuned_presets ?? null) === null;
    // A removed miner that is found again has no stored presets, so its old time is not used.
    if (isUnknown) return dueAt !== undefined && dueAt <= now + RETRY_MS ? dueAt : 0;
    if (dueAt !== undefined) return dueAt;
    const spreadAt = now + this.#random() * DAY_MS;
    this.#unitDueAt.set(id, spreadAt);
    return spreadAt;
  }
}
