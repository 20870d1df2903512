import type { ActedState, Job, JobItem, NewEvent, Transition } from '../../src-shared/model/index.ts';
import type { ActionPart, ActionReading, MinerCommand, WriteResponse } from '../drivers/commands.ts';
import type { Outcome } from '../drivers/outcome.ts';
import type { StoredJob, StoredJobItem } from '../store/job-records.ts';
import type { KnownMiner } from './goal/known-miner.ts';

/**
 * The miners, as far as acting needs them. Nothing is repeated below this: what is sent here is
 * sent once.
 */
export interface MinerPort {
  read(minerId: string, parts: readonly ActionPart[], signal?: AbortSignal): Promise<Outcome<ActionReading>>;
  send(minerId: string, command: MinerCommand): Promise<WriteResponse>;
  backup(minerId: string): Promise<Outcome<Uint8Array>>;
}

/** What is known of the farm without asking it. */
export interface FarmPort {
  /** Null where there is no such miner. */
  miner(id: string): KnownMiner | null;
}

/**
 * Where jobs are kept. Each write outlives any end of the program when its promise resolves. One
 * that is given with an entry of the audit outlives a power cut too: both of them, or neither.
 */
export interface JobStore {
  createJob(job: StoredJob, items: readonly StoredJobItem[], event?: NewEvent): Promise<void>;
  updateJobItems(jobId: string, items: readonly StoredJobItem[], event?: NewEvent): Promise<void>;
  keepJobBackup(jobId: string, minerId: string, bytes: Uint8Array): Promise<void>;
  updateJob(job: StoredJob, event?: NewEvent): Promise<void>;
  jobs(limit: number): Promise<StoredJob[]>;
  job(jobId: string): Promise<{ readonly job: StoredJob; readonly items: StoredJobItem[] } | null>;
  openJobs(): Promise<string[]>;
  transitions(): Promise<Transition[]>;
  upsertTransition(transition: Transition): Promise<void>;
}

/** Who hears of a job's progress. */
export interface JobListener {
  /** `taken` are miners that the job has from now on. */
  onStep(job: Job, items: readonly JobItem[], taken?: readonly string[]): void;
}

/** What was measured of a change. */
export interface Measured {
  readonly how: 'live' | 'restart';
  readonly seconds: number;
  readonly after: ActedState;
}
