/** The most characters of a nickname; a letter outside the basic plane is one. */
export const LONGEST_NICKNAME = 64;

/**
 * No control character, and none that turns the direction of the text around it: a name goes into
 * logs and onto terminals.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
export const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/;
