import { HASHING_AGAIN_MS, PROOF_MS } from '../../src-shared/actions/late-hashing.ts';

/** Time limits and intervals, in milliseconds. */
export interface Timings {
  /** Between two readings of a watched miner; the first ones come soon. */
  readonly readAfterMs: readonly number[];
  /** For what takes effect at once: light, pause, stop, throttle, another pool, stored settings. */
  readonly immediateEffectMs: number;
  /** For any visible change of a miner that should start or restart. */
  readonly noChangeMs: number;
  /** Until a miner must hash again. */
  readonly hashingAgainMs: number;
  /** From being in force until figures count. */
  readonly warmUpMs: number;
  /** For the figures to prove the change. */
  readonly proofMs: number;
  /** Beyond any of these limits, while this computer itself cannot read. */
  readonly busyMs: number;
  /** For the last reading of a miner whose job is stopped. */
  readonly lastReadMs: number;
  /** For the first reading of a miner that is to be relieved of load. */
  readonly reliefReadMs: number;
}

export const TIMINGS: Timings = {
  readAfterMs: [250, 500, 1000, 2000, 5000],
  immediateEffectMs: 60_000,
  noChangeMs: 180_000,
  hashingAgainMs: HASHING_AGAIN_MS,
  warmUpMs: 60_000,
  proofMs: PROOF_MS,
  busyMs: 600_000,
  lastReadMs: 2500,
  reliefReadMs: 2500,
};
