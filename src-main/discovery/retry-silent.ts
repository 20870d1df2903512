import { subnetOf } from '../../src-shared/subnet-of.ts';
import type { Address } from '../drivers/address.ts';

/**
 * A second try of so many addresses takes about as long as its timeout, however large the network
 * is.
 */
const MOST_RETRIED = 8192;

/**
 * Which silent addresses get a second try with a longer timeout: all of them, or where there are
 * too many, those in a /24 where some host responds, and then the others. Of each kind they are
 * taken from a place that differs from scan to scan, so that all have their turn.
 */
export function pickToRetry(
  silent: readonly Address[],
  answering: readonly Address[],
  random: () => number = Math.random,
): readonly Address[] {
  if (silent.length <= MOST_RETRIED) return silent;
  const alive = new Set(answering.map(({ host }) => subnetOf(host)));
  const first = silent.filter(({ host }) => alive.has(subnetOf(host)));
  const rest = silent.filter(({ host }) => !alive.has(subnetOf(host)));
  return [...turned(first, random), ...turned(rest, random)].slice(0, MOST_RETRIED);
}

function turned<T>(all: readonly T[], random: () => number): T[] {
  const from = Math.floor(random() * all.length);
  return [...all.slice(from), ...all.slice(0, from)];
}
