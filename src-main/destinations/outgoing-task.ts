import { HOUR_MS } from '../../src-shared/milliseconds.ts';
import type { DestinationTest } from '../../src-shared/model/index.ts';
import type { DestinationPosition, StoredDestination } from '../store/destination-records.ts';

/** A destination as the thread gets it, with its secret in plain text. */
export interface OpenDestination
  extends Pick<
    StoredDestination,
    'id' | 'kind' | 'url' | 'user' | 'sample_seconds' | 'since_at' | 'max_kbytes_per_s' | 'created_at'
  > {
  readonly secret: string | null;
}

/** One step of sending: from a position up to a time. */
export interface OutgoingTask {
  readonly destination: OpenDestination;
  readonly position: DestinationPosition;
  /** All readings before this time are on disk. */
  readonly upToAt: number;
  /** Time since which PowerHive has watched without a break; null while it does not. */
  readonly watchingSinceAt: number | null;
  /**
   * How often each miner is read. It sets the slots of the farm's sums: each slot must contain a
   * reading of every miner.
   */
  readonly statusMs: number;
}

/**
 * Readings are kept at least this long. Older ones may have been pruned, or be missing from a
 * restored backup: then the slots that were made of them are sent.
 */
export const READINGS_KEPT_MS = 2 * HOUR_MS;

/** Why a request failed, and when to retry. Nothing was skipped. */
export interface SendFailure {
  readonly message: string;
  /** Wait that the server asked for (Retry-After); null if it did not. */
  readonly retryAfterMs: number | null;
  /** No response: the server may have been killed, and have lost what it had just accepted. */
  readonly isCut: boolean;
}

export interface StepResult {
  readonly position: DestinationPosition;
  readonly sent: number;
  readonly refused: number;
  /** The server's text of the last refusal; null if it refused nothing. */
  readonly refusal: string | null;
  readonly failure: SendFailure | null;
  /** Nothing is left to send before `upToAt`. */
  readonly isDone: boolean;
  /**
   * Time up to which history has arrived, including the share of the span that is being sent. Null
   * if it does not show the progress: the step failed, or sent a backlog of rows beside the
   * readings.
   */
  readonly reachedAt: number | null;
}

/** All calls of the thread that sends history to destinations. */
export interface DestinationsCalls {
  step(task: OutgoingTask): StepResult;
  test(destination: OpenDestination): DestinationTest;
  /** Closes the connection to a destination, and forgets its login. */
  forget(id: string): void;
  close(): void;
}
