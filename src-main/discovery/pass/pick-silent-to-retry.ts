import { subnetOf } from '../../../src-shared/subnet-of.ts';
import type { Address } from '../../drivers/address.ts';

/** Retrying this many addresses takes about one timeout, whatever the size of the network. */
const MOST_RETRIED = 8192;

/**
 * Selects the silent addresses to retry with a longer timeout: all, or if there are too many, first
 * those in a /24 where some host responds. Each group starts at a random place, so that over
 * several scans all are tried.
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
