import type { ExtendableDeadline } from './http/extendable-deadline.ts';

/** Options of one call: a signal that aborts it, and a timeout in place of the driver's default. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  /** In place of `timeoutMs`, one deadline for a call of several requests. */
  readonly deadline?: ExtendableDeadline | undefined;
}
