import type { DriverTraits } from './driver.ts';

/** One driver that recognised the host as a miner of its kind. */
export interface Recognition {
  readonly driver: Pick<DriverTraits, 'replaces_stock'>;
}

/**
 * Which of several drivers reads a miner that all of them recognise: firmware that replaces the
 * stock one, whose own interface often goes on answering beside it; else the first, in the order of
 * the registry. Null where none recognised it.
 */
export function chooseDriver<R extends Recognition>(recognised: readonly R[]): R | null {
  return recognised.find(({ driver }) => driver.replaces_stock) ?? recognised[0] ?? null;
}
