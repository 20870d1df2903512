import type { Clock } from '../../runtime/clock.ts';
import type { TransitionKey } from '../plan/planner.ts';
import type { WaveRules } from '../plan/waves.ts';
import type { JobListener, JobStore } from '../ports.ts';
import type { LiveItem } from './live-item.ts';
import type { RunEnv } from './run-env.ts';

/** The end of a job that cannot be written, as when the disk is full, is tried again after so long. */
export const END_AGAIN_MS = 30_000;

/** A planned miner of a job that runs. */
export interface WaveItem extends LiveItem {
  /**
   * What must have been proven on one miner before it goes to this one; null where nothing must.
   */
  readonly transition: TransitionKey | null;
}

type UnsharedEnv = 'noMoreWrites' | 'endNow' | 'leave' | 'wake' | 'pacer' | 'restarts' | 'save' | 'keepBackup' | 'job';

export interface RunJobOptions {
  readonly store: Pick<JobStore, 'updateJob' | 'updateJobItems' | 'keepJobBackup'>;
  readonly listener: JobListener;
  readonly clock: Clock;
  readonly rules: WaveRules;
  /** Whether it grows in waves and stops by itself; else all miners are changed at once. */
  readonly isWaved: boolean;
  readonly isProven: (key: TransitionKey) => boolean;
  /** Without the signals and what is written, which are the job's own. */
  readonly env: Omit<RunEnv, UnsharedEnv>;
  /** A miner of it has its last verdict. */
  readonly onEnded: (minerId: string) => void;
  readonly onError: (error: unknown) => void;
}
