/** The first sentence of a message, without its full stop: what is wrong, and not what helps. */
export function firstSentence(message: string): string {
  return /^.*?(?=\. \p{Lu})/u.exec(message)?.[0] ?? message;
}

/** What follows the first sentence, with a full stop; null if nothing does. */
export function restOf(message: string): string | null {
  const first = firstSentence(message);
  return first === message ? null : `${message.slice(first.length + 2).replace(/\.$/, '')}.`;
}
