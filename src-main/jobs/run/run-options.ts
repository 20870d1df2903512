import type { Clock } from '../../runtime/clock.ts';
import type { JobListener, JobStore } from '../job-dependencies.ts';
import type { TransitionKey } from '../plan/planner.ts';
import type { WaveRules } from '../plan/split-into-waves.ts';
import type { LiveItem } from './live-item.ts';
import type { RunEnv } from './run-env.ts';

/** Retry interval for the end of a job that cannot be written, as when the disk is full. */
export const END_AGAIN_MS = 30_000;

/** A planned miner of a running job. */
export interface WaveItem extends LiveItem {
  /** The change that one miner must prove before this one gets it; null for none. */
  readonly transition: TransitionKey | null;
}

/** The ids of the miners. */
export function idsOf(items: readonly WaveItem[]): string[] {
  return items.map(({ row }) => row.id);
}

type UnsharedEnv =
  | 'noMoreWrites'
  | 'endNow'
  | 'noAnswer'
  | 'leave'
  | 'wake'
  | 'pacer'
  | 'restarts'
  | 'save'
  | 'keepBackup'
  | 'job';

export interface RunJobOptions {
  readonly store: Pick<JobStore, 'updateJob' | 'updateJobItems' | 'keepJobBackup'>;
  readonly listener: JobListener;
  readonly clock: Clock;
  readonly rules: WaveRules;
  /** Whether it grows in waves and halts by itself; else all miners are changed at once. */
  readonly isWaved: boolean;
  readonly isProven: (key: TransitionKey) => boolean;
  /** Without the signals and writes, which each job has of its own. */
  readonly env: Omit<RunEnv, UnsharedEnv>;
  /** A miner has its last verdict. */
  readonly onEnded: (minerId: string) => void;
  readonly onError: (error: unknown) => void;
}
