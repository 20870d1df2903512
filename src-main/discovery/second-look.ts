import type { Address } from '../drivers/address.ts';

/** How much more time whoever was missed, silent or slow gets in a second look. */
export const PATIENT_FACTOR = 4;

/**
 * A second try of so many addresses takes about as long as its timeout, however large the network
 * is.
 */
const MOST_LOOKED_AT_AGAIN = 8192;

/**
 * Which silent addresses get a second try with a longer timeout: all of them, or where there are
 * too many, those in a /24 where some host responds, and then the others in their order.
 */
export function pickForSecondLook(silent: readonly Address[], answering: readonly Address[]): readonly Address[] {
  if (silent.length <= MOST_LOOKED_AT_AGAIN) return silent;
  const alive = new Set(answering.map(neighbourhood));
  const first = silent.filter((address) => alive.has(neighbourhood(address)));
  const rest = silent.filter((address) => !alive.has(neighbourhood(address)));
  return [...first, ...rest].slice(0, MOST_LOOKED_AT_AGAIN);
}

function neighbourhood({ host }: Address): string {
  return host.slice(0, host.lastIndexOf('.'));
}
