/**
 * Random numbers without state: each is determined by a seed and a key, so that a simulated miner
 * has the same value for the same time, whatever the order of reads. Integer hashes only, because
 * ten thousand miners share a core.
 */

/** A well-mixed unsigned 32-bit hash of two integers. */
export function hash32(seed: number, key: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul((key + 0x7f4a7c15) | 0, 0xc2b2ae35);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  h = Math.imul(h, 0x297a2d39);
  h ^= h >>> 15;
  return h >>> 0;
}

/** Uniform in [0, 1). */
export function unitNoise(seed: number, key: number): number {
  return hash32(seed, key) / 4_294_967_296;
}

/** Uniform in [-1, 1). */
export function signedNoise(seed: number, key: number): number {
  return hash32(seed, key) / 2_147_483_648 - 1;
}

/** A smooth curve through random values in [-1, 1), one at every whole position. */
export function driftNoise(seed: number, position: number): number {
  const step = Math.floor(position);
  const f = position - step;
  const from = signedNoise(seed, step);
  return from + (signedNoise(seed, step + 1) - from) * f * f * (3 - 2 * f);
}

/** An integer from `low` to `high`, both included. */
export function wholeNoise(seed: number, key: number, low: number, high: number): number {
  return low + Math.floor(unitNoise(seed, key) * (high - low + 1));
}

/** One of the items. */
export function pickNoise<T>(seed: number, key: number, items: readonly T[]): T {
  return items[Math.floor(unitNoise(seed, key) * items.length)] as T;
}

/** `length` random characters of the alphabet. */
export function textNoise(seed: number, length: number, alphabet: string): string {
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet[hash32(seed, i) % alphabet.length];
  return text;
}
