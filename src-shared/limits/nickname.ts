/** Maximum length of a nickname, in code points. */
export const LONGEST_NICKNAME = 64;

/**
 * A text without control characters and characters that change the direction of text, because names
 * are written to logs and terminals.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
export const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/;
