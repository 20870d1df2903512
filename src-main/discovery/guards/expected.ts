/** Known miners that a scan expected, by the network in which this computer meets them. */
export interface Expected {
  readonly id: string;
  readonly host: string;
}

/** A network of which known miners are missing, for a reason that is not theirs. */
export interface DoubtedNetwork {
  readonly network: string;
  /** Who is missing. */
  readonly ids: readonly string[];
  /**
   * `elsewhere`: no miner is left, and the router is another device than before. `not_back`: no
   * miner is left, and this computer has just woken up. `changed`: the router changed during the
   * scan, so that some were looked for here and some there. `no_path`: no miner is left, and none
   * of the own networks over which they were reached leads there now.
   */
  readonly why: 'elsewhere' | 'not_back' | 'changed' | 'no_path';
}
