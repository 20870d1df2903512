import { implement } from '@orpc/server';
import type { Logger } from 'pino';
import { contract } from '../../src-shared/contract/index.ts';
import type { Actor } from '../../src-shared/model/index.ts';

/** The context that an interface adds to each call. */
export interface Call {
  readonly via: 'ipc' | 'rest' | 'ws';
  /** The actor, as far as the interface knows: the audit records it with the change. */
  readonly actor: Actor;
  /** Aborts when the program stops: new calls are refused, and streams end. */
  readonly stopping: AbortSignal;
  readonly log: Logger;
}

/**
 * The caller of an operation. `stopping` and `signal` end operations that only wait or read;
 * `signal` aborts when the caller no longer waits for the response.
 */
export type By = Pick<Call, 'actor'> & Partial<Pick<Call, 'stopping'>> & { readonly signal?: AbortSignal | undefined };

/**
 * The contract, to be implemented by handlers. Their output is checked against it, and unknown
 * fields are removed.
 */
export const api = implement(contract).$context<Call>();

/**
 * The same without the output check, for streams: a stream checks each event itself, so that a
 * failure can be logged.
 */
export const unchecked = api.$config({ initialOutputValidationIndex: Number.NaN });
