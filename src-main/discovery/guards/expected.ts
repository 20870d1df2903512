/** Known miners that a scan expected, by the network in which this computer meets them. */
export interface ExpectedMiner {
  readonly id: string;
  readonly host: string;
}
