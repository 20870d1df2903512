/** A page that crashes again this soon would crash for ever. */
const AGAIN_WITHIN_MS = 60_000;

/**
 * What to do about a page that is gone: nothing when it went in order, load it again the first
 * time, else ask the operator.
 */
export function planAfterCrash(
  reason: string,
  lastCrashAtMs: number | null,
  monotonicMs: number,
): 'nothing' | 'reload' | 'ask' {
  if (reason === 'clean-exit') return 'nothing';
  return lastCrashAtMs === null || monotonicMs - lastCrashAtMs > AGAIN_WITHIN_MS ? 'reload' : 'ask';
}
