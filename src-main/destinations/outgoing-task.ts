import { HOUR_MS } from '../../src-shared/durations.ts';
import type { DestinationTest } from '../../src-shared/model/index.ts';
import type { DestinationPosition, StoredDestination } from '../store/destination-records.ts';

/** A destination as the thread gets it, with its secret in clear. */
export interface OpenDestination
  extends Pick<
    StoredDestination,
    'id' | 'kind' | 'url' | 'user' | 'sample_seconds' | 'since_at' | 'max_kbytes_per_s' | 'created_at'
  > {
  readonly secret: string | null;
}

/** One step of sending: from a position on, up to a moment. */
export interface OutgoingTask {
  readonly destination: OpenDestination;
  readonly position: DestinationPosition;
  /** Everything read before it is on disk. */
  readonly upToAt: number;
  /** Since when PowerHive watches without a break; null while it does not. */
  readonly watchingSinceAt: number | null;
  /**
   * How often each miner is read: a sum over the farm is of those that were read within its slot.
   */
  readonly statusMs: number;
}

/**
 * A reading is kept at least so long. Where there is none from before, it may have been pruned, or
 * not be in the backup that was restored: then the slots that were made of it go out.
 */
export const READINGS_KEPT_MS = 2 * HOUR_MS;

/** Why a request failed, and when to try again; nothing was skipped. */
export interface SendFailure {
  readonly message: string;
  /** What the other side asked for; null where it did not. */
  readonly retryAfterMs: number | null;
  /** No response: the other side may have been killed, and lost what it had just taken. */
  readonly isCut: boolean;
}

export interface StepResult {
  readonly position: DestinationPosition;
  readonly sent: number;
  readonly refused: number;
  /** What the other side said when it refused; null where it refused nothing. */
  readonly refusal: string | null;
  readonly failure: SendFailure | null;
  /** Nothing is left to send before the moment of the task. */
  readonly isDone: boolean;
  /**
   * Up to when history is there, with the part that is there of the span that is being sent; null
   * where that says nothing about how it goes on: it failed, or sent much that has no place in time.
   */
  readonly reachedAt: number | null;
}

/** All calls of the thread that takes history elsewhere. */
export interface DestinationsCalls {
  step(task: OutgoingTask): StepResult;
  test(destination: OpenDestination): DestinationTest;
  /** Closes what is open to a destination, and forgets its login. */
  forget(id: string): void;
  close(): void;
}
