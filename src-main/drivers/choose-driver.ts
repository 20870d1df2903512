import type { DriverTraits } from './driver.ts';

/** A driver that recognised the host as a miner of its kind. */
export interface Recognition {
  readonly driver: Pick<DriverTraits, 'replaces_stock'>;
}

/**
 * Chooses between drivers that recognise the same miner: the one for firmware that replaces the
 * stock one, because the stock interface often still responds beside it; else the first in the
 * order of the registry. Null if none recognised it.
 */
export function chooseDriver<R extends Recognition>(recognised: readonly R[]): R | null {
  return recognised.find(({ driver }) => driver.replaces_stock) ?? recognised[0] ?? null;
}
