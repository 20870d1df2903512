/** Maximum length of a tag, in characters. */
export const LONGEST_TAG = 32;
/** The most tags of a miner. */
export const MOST_TAGS = 20;
/** Letters and digits of any script, with . _ - between them, so that a query can name it. */
export const TAG = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;

/** Whether the program accepts a text as a tag (`Tag` in the model). */
export function isTag(text: string): boolean {
  return [...text].length <= LONGEST_TAG && TAG.test(text);
}
