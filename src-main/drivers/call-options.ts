import type { ExtendableDeadline } from './http/extendable-deadline.ts';

/**
 * What one call may be given: a signal that ends it, and a deadline other than the driver's own.
 */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  /** Of a driver's call that takes several requests, in place of `timeoutMs`. */
  readonly deadline?: ExtendableDeadline | undefined;
}
