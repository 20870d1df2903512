import type { CallOptions } from '../../call-options.ts';

/** The deadline of a call that takes several requests: each gets what is left of it. */
export function callTimer(defaultMs: number, call: CallOptions | undefined): () => CallOptions {
  const endMs = performance.now() + (call?.timeoutMs ?? defaultMs);
  return () => ({ ...call, timeoutMs: Math.max(1, endMs - performance.now()) });
}
