/** Whether a text contains every word of another, in upper or lower case; true for no words. */
export function hasAllWords(text: string, words: string): boolean {
  const lower = text.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
