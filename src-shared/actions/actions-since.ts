import type { JobAction } from '../model/index.ts';

const GENERATION = /^(\d+)\.(\d+)/;

/**
 * The first firmware version (`major.minor`) with an action, by kind of firmware. Actions that are
 * not listed exist in all versions.
 */
export const ACTIONS_SINCE = {
  vnish: { throttle: '1.3' },
} as const satisfies Record<string, Partial<Record<JobAction, string>>>;

/** Whether a version is `since` or later; null if it cannot be parsed. */
export function isSince(firmwareVersion: string | null, since: string): boolean | null {
  const [is, from] = [GENERATION.exec(firmwareVersion ?? ''), GENERATION.exec(since)];
  if (is === null || from === null) return null;
  const [major, minor] = [Number(is[1]) - Number(from[1]), Number(is[2]) - Number(from[2])];
  return major > 0 || (major === 0 && minor >= 0);
}
