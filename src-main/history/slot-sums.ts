import type { GroupSum } from './group-points.ts';
import type { SlotMeans } from './slot-means.ts';
import { slotStart } from './tiers.ts';

/**
 * Sums as they are passed between threads: the columns of one sum after another, with NaN for
 * unknown. One copy of bytes instead of thousands of objects.
 */
export type PackedSums = Float64Array<ArrayBuffer>;

/** The columns of a sum: at, miners, filled, hash rate, power, miners in the power, hottest chip. */
const COLUMNS = 7;

/**
 * Adds up miners that a query found, slot by slot, from `fromAt` to before `toAt`. The stored sums of
 * the farm and its models are those of group-shares.ts.
 */
export class SlotSums {
  readonly #fromAt: number;
  readonly #slotMs: number;
  readonly #slots: number;
  /** One entry for each slot: miner count, filled count, hash rate, power, miners in it, hottest chip. */
  readonly #miners: Float64Array;
  readonly #filled: Float64Array;
  readonly #hashrate: Float64Array;
  readonly #power: Float64Array;
  readonly #powerMiners: Float64Array;
  readonly #temp: Float64Array;

  constructor(fromAt: number, toAt: number, slotMs: number) {
    this.#fromAt = slotStart(fromAt, slotMs);
    this.#slotMs = slotMs;
    this.#slots = Math.max(0, Math.ceil((toAt - this.#fromAt) / slotMs));
    const column = (first: number): Float64Array => new Float64Array(this.#slots).fill(first);
    this.#miners = column(0);
    this.#filled = column(0);
    this.#hashrate = column(Number.NaN);
    this.#power = column(Number.NaN);
    this.#powerMiners = column(0);
    this.#temp = column(Number.NaN);
  }

  /** Adds the slots of one miner, without those in `skips`, which are added elsewhere. */
  addMeans(means: SlotMeans, skips: ReadonlySet<number> = NONE): void {
    const { ats, filled, hashrate_hs, power_w, chip_temp_max_c } = means;
    for (let i = 0; i < ats.length; i++) {
      const at = ats[i] as number;
      if (skips.size > 0 && skips.has(at)) continue;
      this.#add(
        at,
        1,
        filled[i] as number,
        hashrate_hs[i] ?? Number.NaN,
        power_w[i] ?? Number.NaN,
        Number.isNaN(power_w[i] ?? Number.NaN) ? 0 : 1,
        chip_temp_max_c[i] ?? Number.NaN,
      );
    }
  }

  /** Adds a sum that already contains several miners. */
  addSum(sum: GroupSum): void {
    const { at, miners, filled, hashrate_hs, power_w, power_miners, chip_temp_max_c } = sum;
    this.#add(
      at,
      miners,
      filled,
      hashrate_hs ?? Number.NaN,
      power_w ?? Number.NaN,
      power_miners ?? Number.NaN,
      chip_temp_max_c ?? Number.NaN,
    );
  }

  addPacked(packed: PackedSums): void {
    for (let at = 0; at < packed.length; at += COLUMNS) {
      this.#add(...(packed.subarray(at, at + COLUMNS) as unknown as Seven));
    }
  }

  /** The sums with at least one miner, in ascending order. */
  packed(): PackedSums {
    const slots = this.#taken();
    const packed = new Float64Array(slots.length * COLUMNS);
    let at = 0;
    for (const slot of slots) {
      packed[at++] = this.#fromAt + slot * this.#slotMs;
      packed[at++] = this.#miners[slot] as number;
      packed[at++] = this.#filled[slot] as number;
      packed[at++] = this.#hashrate[slot] as number;
      packed[at++] = this.#power[slot] as number;
      packed[at++] = this.#powerMiners[slot] as number;
      packed[at++] = this.#temp[slot] as number;
    }
    return packed;
  }

  all(): GroupSum[] {
    return this.#taken().map((slot) => ({
      at: this.#fromAt + slot * this.#slotMs,
      miners: this.#miners[slot] as number,
      filled: this.#filled[slot] as number,
      hashrate_hs: known(this.#hashrate[slot]),
      power_w: known(this.#power[slot]),
      power_miners: known(this.#powerMiners[slot]),
      chip_temp_max_c: known(this.#temp[slot]),
    }));
  }

  #taken(): number[] {
    const taken: number[] = [];
    for (let slot = 0; slot < this.#slots; slot++) if ((this.#miners[slot] as number) > 0) taken.push(slot);
    return taken;
  }

  /** For one or several miners; NaN is unknown. */
  #add(...[at, miners, filled, hashrate, power, powerMiners, temp]: Seven): void {
    const slot = (at - this.#fromAt) / this.#slotMs;
    if (!(slot >= 0 && slot < this.#slots)) return;
    this.#miners[slot] = (this.#miners[slot] as number) + miners;
    this.#filled[slot] = (this.#filled[slot] as number) + filled;
    plus(this.#hashrate, slot, hashrate);
    plus(this.#power, slot, power);
    // Once unknown it stays so: NaN plus anything is NaN.
    this.#powerMiners[slot] = (this.#powerMiners[slot] as number) + powerMiners;
    if (!Number.isNaN(temp) && !((this.#temp[slot] as number) >= temp)) this.#temp[slot] = temp;
  }
}

type Seven = [number, number, number, number, number, number, number];
const NONE: ReadonlySet<number> = new Set();

function plus(sums: Float64Array, slot: number, value: number): void {
  if (Number.isNaN(value)) return;
  const sum = sums[slot] as number;
  sums[slot] = Number.isNaN(sum) ? value : sum + value;
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
