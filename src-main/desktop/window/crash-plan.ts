/** A page that crashes again within this time is not reloaded without asking. */
const AGAIN_WITHIN_MS = 60_000;

/**
 * What to do when the page's process has ended: nothing after a clean exit, a reload after the
 * first crash, and a question to the operator after another one soon after.
 */
export function planAfterCrash(
  reason: string,
  lastCrashAtMs: number | null,
  monotonicMs: number,
): 'nothing' | 'reload' | 'ask' {
  if (reason === 'clean-exit') return 'nothing';
  return lastCrashAtMs === null || monotonicMs - lastCrashAtMs > AGAIN_WITHIN_MS ? 'reload' : 'ask';
}
