import type { Actor, Job, JobPlan, Settings } from '../../src-shared/model/index.ts';
import type { Clock } from '../runtime/clock.ts';
import type { KeyedLock } from '../runtime/keyed-lock.ts';
import type { FarmPort, JobListener, JobStore, MinerPort } from './ports.ts';
import type { Timings } from './timings.ts';

export interface JobsOptions {
  readonly port: MinerPort;
  readonly farm: FarmPort;
  readonly store: JobStore;
  readonly clock: Clock;
  /** The lock of whoever unlocks a miner or writes to it. */
  readonly minerLock: KeyedLock;
  readonly settings: () => Settings['actions'];
  /** Whether polls wait for this computer or its network: jobs make room for them. */
  readonly arePollsBehind: () => boolean;
  readonly listener: JobListener;
  readonly onError: (error: unknown) => void;
  readonly timings?: Timings;
}

/** A job with its preview. */
export interface PreparedJob {
  readonly plan: JobPlan;
  /**
   * Carries out just this plan. To be called at once: it is judged by what is known when it is
   * prepared. Resolves when it is on disk; null where no miner is planned, or the program ends.
   */
  run(actor: Actor): Promise<Job | null>;
}
