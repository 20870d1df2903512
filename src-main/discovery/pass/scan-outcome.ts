import { limitWords } from '../dial/limit-words.ts';
import { doubtWords, reportWords } from '../guards/doubts.ts';
import { elsewhereWords } from '../scan-events.ts';
import { acceptingWords } from './accepting-words.ts';
import type { PassEnd } from './pass-context.ts';

export interface ScanOutcome {
  /** Whether the farm is watched after a whole scan with this end. */
  readonly isWatching: boolean;
  /** Why not, or which part is not; null if all is watched. */
  readonly trouble: string | null;
  /** The message of the scan: also what made it slow. */
  readonly message: string | null;
}

/**
 * What the end of a pass means for the operator. `unresolved`: the targets that could not be looked
 * up, as text.
 */
export function scanOutcome(end: PassEnd, unresolved: readonly string[] = []): ScanOutcome {
  const doubts = end.doubts === null ? null : doubtWords(end.doubts);
  const limited = end.limits === null ? null : limitWords(end.limits);
  const elsewhere = end.elsewhere === null ? null : elsewhereWords(end.elsewhere);
  const isBlind = elsewhere !== null || end.doubts?.isBlind === true;
  // Addresses that were not dialled are not watched; all others are.
  const isPartial = (end.limits?.untried ?? 0) > 0;
  const unknown = unresolved.length === 0 ? null : `${unresolved.join('. ')}.`;
  const partly = [doubts, isBlind || isPartial ? limited : null, unknown].filter((one) => one !== null).join(' ');
  const trouble = elsewhere ?? (partly === '' ? null : partly);
  const accepting = end.accepting === null ? null : acceptingWords(end.accepting);
  const words = [trouble ?? limited, reportWords(end.reports), accepting].filter((one) => one !== null);
  const message = words.length === 0 ? null : words.join(' ');
  return { isWatching: !isBlind, trouble, message };
}

/** The reason why nothing is watched after a whole scan failed with an error. */
export function failedWords(message: string): string {
  return `The last scan failed: ${message}. Until a scan succeeds, miners that go offline or move are not noticed. The next one is tried by itself.`;
}
