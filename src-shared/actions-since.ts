import type { JobAction } from './model/index.ts';

const GENERATION = /^(\d+)\.(\d+)/;

/**
 * The generation (`major.minor`) with which an action came, by kind of firmware; what is not listed
 * was always there.
 */
export const ACTIONS_SINCE = {
  vnish: { throttle: '1.3' },
} as const satisfies Record<string, Partial<Record<JobAction, string>>>;

/** Whether a version is of this generation or a later one; null where it cannot be read. */
export function isSince(firmwareVersion: string | null, since: string): boolean | null {
  const [is, from] = [GENERATION.exec(firmwareVersion ?? ''), GENERATION.exec(since)];
  if (is === null || from === null) return null;
  const [major, minor] = [Number(is[1]) - Number(from[1]), Number(is[2]) - Number(from[2])];
  return major > 0 || (major === 0 && minor >= 0);
}
