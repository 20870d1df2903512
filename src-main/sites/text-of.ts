/** Characters that change the direction of the text after them, and control characters. */
const HIDDEN = /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * What a site sent as JSON text for the page, without hidden characters: one in a name would turn
 * round the words that PowerHive writes after it. In JSON they are only within texts, and other
 * control characters are escaped.
 */
export function textOf(value: unknown): string {
  return JSON.stringify(value).replace(HIDDEN, '');
}
