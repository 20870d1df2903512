import { implement } from '@orpc/server';
import type { Logger } from 'pino';
import { contract } from '../../src-shared/contract/index.ts';
import type { Actor } from '../../src-shared/model/index.ts';

/** What a way in says about each call it hands over. */
export interface Call {
  readonly via: 'ipc' | 'rest' | 'ws';
  /** The actor, as far as the interface knows: the audit records it with the change. */
  readonly actor: Actor;
  /** Aborts when the program stops: no new call is taken, and streams end. */
  readonly stopping: AbortSignal;
  readonly log: Logger;
}

/**
 * Who asks, as an operation takes it, and what ends one that only waits or reads: `stopping`, and
 * `signal`, which aborts when the caller no longer waits for the response.
 */
export type By = Pick<Call, 'actor'> & Partial<Pick<Call, 'stopping'>> & { readonly signal?: AbortSignal | undefined };

/**
 * The contract, waiting for its handlers. What leaves a handler is checked against it, and fields
 * it does not name are left out.
 */
export const api = implement(contract).$context<Call>();

/**
 * The same without the check, for streams: a stream checks each event itself, where a failure can
 * still be logged.
 */
export const unchecked = api.$config({ initialOutputValidationIndex: Number.NaN });
