import { formatDuration } from '../../src-shared/text/format-duration.ts';

/** Why a miner has no working API key, as its row says it. */
export const keyWords = {
  ignored: 'The miner ignores its API key, also a new one. Check its firmware. Another key is tried within 1 h.',
  failed: (reason: string): string => `Couldn't create an API key: ${reason}`,
  blocked: (waitMs: number): string => paused('Login blocked after too many', waitMs),
  paused: (waitMs: number): string => paused('Login paused after', waitMs),
  /** Other passwords are tried after a pause; 0 for the next scan. */
  refusedSoFar: (waitMs: number): string =>
    `Wrong miner password. The next one is tried ${waitMs === 0 ? 'by the next scan' : `in ${durationText(waitMs)}`}.`,
  allRefused: (passwords: number): string =>
    passwords > 1
      ? `Wrong miner password: ${passwords} tried. Enter the right one.`
      : 'Wrong miner password. Enter the right one.',
} as const;

function paused(what: string, waitMs: number): string {
  return `${what} wrong passwords (try again in ${durationText(waitMs)}).`;
}

function durationText(ms: number): string {
  return formatDuration(ms / 1000);
}
