/**
 * What one call may be given: a signal that ends it, and a deadline other than the driver's own.
 */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}
