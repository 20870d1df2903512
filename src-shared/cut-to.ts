/** A text of at most so many characters; what is cut off is marked. */
export function cutTo(text: string, most: number): string {
  if (text.length <= most) return text;
  // Half a character is none: receivers refuse the whole message for it.
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
