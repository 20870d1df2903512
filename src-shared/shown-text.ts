/**
 * Control characters, and those that change the direction of text: for the brackets of a regular
 * expression.
 */
export const UNSEEN = '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069';

/** Anything but white space and characters without a shape, such as zero-width spaces. */
const SHOWS = /[^\s\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether a text shows anything: a name that shows nothing is an empty line on every screen. */
export function isShown(text: string): boolean {
  return SHOWS.test(text);
}
