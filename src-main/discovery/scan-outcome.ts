import { acceptingWords } from './accepting-words.ts';
import { limitWords } from './dial/limit-words.ts';
import { doubtWords, reportWords } from './guards/doubts.ts';
import type { PassEnd } from './pass.ts';
import { elsewhereWords } from './scan-events.ts';

export interface ScanOutcome {
  /** Whether a whole scan that ended so has watched the farm. */
  readonly isWatching: boolean;
  /** Why not, or where not all was seen; null where nothing is in the way. */
  readonly trouble: string | null;
  /** For the scan itself: also what made it slow. */
  readonly message: string | null;
}

/**
 * What the end of a pass means for the operator. `unresolved`: targets that could not be looked up,
 * in words.
 */
export function scanOutcome(end: PassEnd, unresolved: readonly string[] = []): ScanOutcome {
  const doubts = end.doubts === null ? null : doubtWords(end.doubts);
  const limited = end.limits === null ? null : limitWords(end.limits);
  const elsewhere = end.elsewhere === null ? null : elsewhereWords(end.elsewhere);
  const isBlind = elsewhere !== null || end.doubts?.isBlind === true;
  // Who was not dialled is not watched; all others are.
  const isPartial = (end.limits?.untried ?? 0) > 0;
  const unknown = unresolved.length === 0 ? null : `${unresolved.join('. ')}.`;
  const partly = [doubts, isBlind || isPartial ? limited : null, unknown].filter((one) => one !== null).join(' ');
  const trouble = elsewhere ?? (partly === '' ? null : partly);
  const accepting = end.accepting === null ? null : acceptingWords(end.accepting);
  const words = [trouble ?? limited, reportWords(end.reports), accepting].filter((one) => one !== null);
  const message = words.length === 0 ? null : words.join(' ');
  return { isWatching: !isBlind, trouble, message };
}

/** Why nothing is watched after a whole scan that broke off with an error. */
export function failedWords(message: string): string {
  return `The last scan failed: ${message}. Until a scan succeeds, miners that go offline or move are not noticed. The next one is tried by itself.`;
}
