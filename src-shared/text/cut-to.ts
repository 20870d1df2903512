/** Cuts a text to at most `most` characters, with "…" at the end if it was cut. */
export function cutTo(text: string, most: number): string {
  if (text.length <= most) return text;
  // A lone surrogate is removed: receivers would refuse the whole message.
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
