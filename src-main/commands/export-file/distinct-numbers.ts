import { NO_CODE } from '../../history/encoding/coded-numbers.ts';

const FEWEST_SLOTS = 1024;

/**
 * Distinct numbers, with codes in the order of their first occurrence, from 0. Compared by their
 * bits, so that -0 differs from 0. A chip has the same few figures all day, so that the work for a
 * number (its text, its place in a dictionary) is done once.
 */
export class DistinctNumbers {
  #values = new Float64Array(FEWEST_SLOTS / 2);
  #count = 0;
  /** Hash table with open addressing: a code plus one, or 0 for a free slot. */
  #slots = new Int32Array(FEWEST_SLOTS);
  readonly #asNumber = new Float64Array(1);
  readonly #asWords = new Uint32Array(this.#asNumber.buffer);

  get count(): number {
    return this.#count;
  }

  /** The numbers by code. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#count);
  }

  /** Writes the code of each number. */
  encode(numbers: Float64Array, codes: Int32Array): void {
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i] as number;
      codes[i] = Number.isNaN(number) ? NO_CODE : this.codeOf(number);
    }
  }

  clear(): void {
    this.#count = 0;
    this.#slots.fill(0);
  }

  codeOf(number: number): number {
    const slot = this.#slotOf(number);
    const stored = this.#slots[slot] as number;
    if (stored !== 0) return stored - 1;
    const code = this.#count++;
    this.#values[code] = number;
    this.#slots[slot] = code + 1;
    if (this.#count === this.#values.length) this.#grow();
    return code;
  }

  /** The slot of a number, or the free one for it. */
  #slotOf(number: number): number {
    this.#asNumber[0] = number;
    const low = this.#asWords[0] as number;
    const high = this.#asWords[1] as number;
    const mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    const mask = this.#slots.length - 1;
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    for (let stored = this.#slots[slot] as number; stored !== 0; stored = this.#slots[slot] as number) {
      if (Object.is(this.#values[stored - 1], number)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** At most every second slot is used. */
  #grow(): void {
    const known = this.#values;
    this.#values = new Float64Array(known.length * 2);
    this.#values.set(known);
    this.#slots = new Int32Array(this.#values.length * 2);
    for (let code = 0; code < this.#count; code++) this.#slots[this.#slotOf(known[code] as number)] = code + 1;
  }
}
