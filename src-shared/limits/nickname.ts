import { UNSEEN } from '../shown-text.ts';

/** Maximum length of a nickname, in code points. */
export const LONGEST_NICKNAME = 64;

/**
 * A text without control characters and characters that change the direction of text, because names
 * are written to logs and terminals.
 */
export const ONE_LINE = new RegExp(`^[^${UNSEEN}]*$`);
