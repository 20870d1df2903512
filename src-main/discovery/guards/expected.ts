/** A known miner that a scan expects at a host. */
export interface ExpectedMiner {
  readonly id: string;
  readonly host: string;
}
