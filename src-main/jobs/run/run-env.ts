import type { Actor, JobAction, NewEvent, SkipCode, Verdict } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { KeyedLock } from '../../runtime/keyed-lock.ts';
import type { Semaphore } from '../../runtime/semaphore.ts';
import type { SentRequest, StoredJobItem } from '../../store/job-records.ts';
import type { Goal } from '../goal/goal.ts';
import type { Observed } from '../goal/known-miner.ts';
import type { KnownFarm, Measured, MinerAccess } from '../job-dependencies.ts';
import type { Timings } from '../timings.ts';
import { END_WORDS } from '../words/end-words.ts';
import type { AwakeWatch } from './awake-watch.ts';
import type { JobPacer } from './limits/job-pacer.ts';
import type { Latch } from './limits/latch.ts';
import type { StartRateLimit } from './limits/start-rate-limit.ts';

/** What the run of one miner of a job needs. */
export interface RunEnv {
  readonly port: MinerAccess;
  readonly farm: KnownFarm;
  readonly clock: Clock;
  /** The lock for each miner, taken to unlock it or to write to it. */
  readonly lock: KeyedLock;
  readonly startLimit: StartRateLimit;
  /** Semaphores: how many miners are written to, and how many are read, at once. */
  readonly writing: Semaphore;
  readonly reading: Semaphore;
  /**
   * The same for writes that take load off miners, and for the readings before them, so that they
   * do not wait behind others. A miner that does not respond at once continues with the others.
   */
  readonly relieving: Semaphore;
  readonly relievingReads: Semaphore;
  readonly timings: Timings;
  /** Whether polls are delayed by this computer or its network. */
  readonly arePollsBehind: () => boolean;
  readonly awake: Pick<AwakeWatch, 'sinceMs' | 'isSettled'>;
  /** Whether actions are switched on now. */
  readonly isOn: () => boolean;
  readonly job: {
    readonly job_id: string;
    readonly action: JobAction;
    readonly actor: Actor;
    readonly allow_untuned: boolean;
  };
  /** Aborts when nothing more may be sent: the job was stopped or halted, or the program ends. */
  readonly noMoreWrites: AbortSignal;
  /** Aborts when a verdict is needed at once: the job was stopped. */
  readonly endNow: AbortSignal;
  /** Aborts shortly after `endNow`: a request without a response by then was sent. */
  readonly noAnswer: AbortSignal;
  /** Aborts when the program ends: rows stay as they are, and are resolved at the next start. */
  readonly leave: AbortSignal;
  /** Aborts with `endNow` or `leave`, to end all waits. */
  readonly wake: AbortSignal;
  /** Holds back miners that have not begun. */
  readonly pacer: JobPacer;
  /** Holds back restarts for stored settings. */
  readonly restarts: Latch;
  /** Stores a miner of the job, with an audit entry if given. */
  readonly save: (item: StoredJobItem, event?: NewEvent) => Promise<void>;
  readonly keepBackup: (minerId: string, bytes: Uint8Array) => Promise<void>;
  /** Whether no other job has locked the miner since. */
  readonly isOurs: (minerId: string, jobId: string) => boolean;
  /** Receives the latest reading of a miner when it ends. */
  readonly onSeen: (minerId: string, now: Observed) => void;
  /** Receives what a change took that was proven, or a restart or reboot after which a miner hashes. */
  readonly onMeasured: (item: StoredJobItem, goal: Goal, measured: Measured) => void;
}

/** Why a miner of a job is not as ordered. */
export type EndCode =
  | SkipCode
  | 'not_asked'
  | 'backup_failed'
  | 'not_sent'
  | 'refused'
  | 'no_effect'
  | 'no_answer'
  | 'unreadable'
  | 'removed'
  | 'not_hashing'
  | 'figures_frozen'
  | 'failure'
  | 'reboot_required'
  | 'restart_not_sent'
  | 'moved_away'
  | 'climbed_back'
  | 'board_failed'
  | 'not_proven'
  | 'stopped'
  | 'halted'
  | 'database';

/** How one miner of a job ended. */
export interface End {
  readonly verdict: Verdict;
  readonly code: EndCode | null;
  readonly message: string | null;
}

export const end = (verdict: Verdict, code: EndCode | null = null, message: string | null = null): End => ({
  verdict,
  code,
  message,
});

/** Nothing was sent. If this computer could not send it, that is no failure of the miner. */
export function unsentEnd({ message, own }: Pick<SentRequest, 'message' | 'own'>): End {
  return end(own === true ? 'cancelled' : 'failed', 'not_sent', message);
}

/** The setting is stored, but no restart has applied it. */
export function withoutRestart(why: string | null): End {
  return end('stored', 'restart_not_sent', END_WORDS.withoutRestart(why));
}

/** The program ends: the row is left for the next start. */
export class LeftError extends Error {
  override readonly name = 'LeftError';
}

export function lastSent(item: StoredJobItem): SentRequest | null {
  return item.sent.at(-1) ?? null;
}
