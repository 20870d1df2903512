import type { ActedState, Job, JobItem, NewEvent, PauseEnd, Transition } from '../../src-shared/model/index.ts';
import type { ActionPart, ActionReading, MinerCommand, WriteResponse } from '../drivers/commands.ts';
import type { Outcome } from '../drivers/outcome.ts';
import type { LaterOrder, StoredJob, StoredJobItem } from '../store/job-records.ts';
import type { KnownMiner } from './goal/known-miner.ts';
import type { Held } from './pause/held-miners.ts';
import type { SentItem } from './run/limits/earlier-starts.ts';

/** The miners, as jobs use them. Nothing below this retries: each request is sent once. */
export interface MinerAccess {
  read(minerId: string, parts: readonly ActionPart[], signal?: AbortSignal): Promise<Outcome<ActionReading>>;
  /** `unlessBegun` stops a request of which nothing was sent yet: the result is `not_sent`. */
  send(minerId: string, command: MinerCommand, unlessBegun: AbortSignal): Promise<WriteResponse>;
  backup(minerId: string, signal: AbortSignal): Promise<Outcome<Uint8Array>>;
}

/** What is known about the farm without a request. */
export interface KnownFarm {
  /** Null if there is no such miner. */
  miner(id: string): KnownMiner | null;
}

/**
 * Stores jobs. When its promise resolves, a write survives a crash of the program. A write with an
 * audit entry survives a power cut too; both are written, or neither.
 */
export interface JobStore {
  createJob(job: StoredJob, items: readonly StoredJobItem[], event?: NewEvent): Promise<void>;
  /** `events`: the audit entries of these miners. */
  updateJobItems(jobId: string, items: readonly StoredJobItem[], events?: readonly NewEvent[]): Promise<void>;
  keepJobBackup(jobId: string, minerId: string, bytes: Uint8Array): Promise<void>;
  updateJob(job: StoredJob, event?: NewEvent): Promise<void>;
  jobs(limit: number, before?: string): Promise<StoredJob[]>;
  job(jobId: string): Promise<{ readonly job: StoredJob; readonly items: StoredJobItem[] } | null>;
  openJobs(): Promise<string[]>;
  updatePauseEnd(jobId: string, pauseEnd: PauseEnd, event?: NewEvent): Promise<void>;
  /** These paused miners are no longer paused by this job. */
  releasePaused(jobId: string, minerIds: readonly string[], at: number): Promise<void>;
  /** The pauses whose end is to come, or is being carried out. */
  pausesToEnd(): Promise<string[]>;
  /** What other jobs did to the miners of a pause since, or wanted. */
  ordersSince(jobId: string): Promise<LaterOrder[]>;
  /** The miners to which something was sent since then. Pool passwords are as stored. */
  sentSince(at: number): Promise<SentItem[]>;
  transitions(): Promise<Transition[]>;
  upsertTransition(transition: Transition): Promise<void>;
}

/** Receives the progress of jobs. */
export interface JobListener {
  /** `taken`: miners that the job has locked from now on. */
  onStep(job: Job, items: readonly JobItem[], taken?: readonly string[]): void;
  /** When PowerHive resumes a paused miner, and by the end of which job; null for never. */
  readonly onHeld?: (minerId: string, held: Held | null) => void;
}

/** The measurement of a change. */
export interface Measured {
  readonly how: 'live' | 'restart' | 'reboot';
  readonly seconds: number;
  readonly after: ActedState;
}
