/**
 * With fewer known miners nothing is decided about a network: one or two may have been replaced.
 */
export const FEWEST_EXPECTED = 3;

/** A known miner that a scan expects at a host. */
export interface ExpectedMiner {
  readonly id: string;
  readonly host: string;
}
