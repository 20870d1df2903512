import type { Actor, Job, JobPlan, Settings } from '../../src-shared/model/index.ts';
import type { Clock } from '../runtime/clock.ts';
import type { KeyedLock } from '../runtime/keyed-lock.ts';
import type { JobListener, JobStore, KnownFarm, MinerAccess } from './job-dependencies.ts';
import type { Timings } from './timings.ts';

export interface JobsOptions {
  readonly port: MinerAccess;
  readonly farm: KnownFarm;
  readonly store: JobStore;
  readonly clock: Clock;
  /** The lock for each miner, taken to unlock it or to write to it. */
  readonly minerLock: KeyedLock;
  readonly settings: () => Settings['actions'];
  /** Whether polls are delayed by this computer or its network. Jobs then wait for them. */
  readonly arePollsBehind: () => boolean;
  readonly listener: JobListener;
  readonly onError: (error: unknown) => void;
  readonly timings?: Timings;
}

/** A job with its preview. */
export interface PreparedJob {
  readonly plan: JobPlan;
  /**
   * Runs exactly this plan. Call it at once: it is based on the state at its preparation. Resolves
   * when it is on disk; null if it cannot start: no miner is planned, the program ends, or another
   * job has locked one of the miners.
   */
  run(actor: Actor): Promise<Job | null>;
}
