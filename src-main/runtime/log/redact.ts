/** Shorter secrets would match any text by chance. */
const LEAST_SECRET = 4;
const HIDDEN = '…';

/**
 * A text of another program, on one line and without the secret, which it may have echoed: plain,
 * or encoded for JSON, a URL or base64. `user`: the secret was sent with this name by HTTP Basic. A
 * beginning of the secret at the end of the text, where it was cut, is removed too.
 */
export function redact(text: string, secret: string | null, user: string | null = null): string {
  const clean = oneLine(text);
  if (secret === null || secret.length < LEAST_SECRET) return clean;
  const sent = new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), base64(secret)]);
  if (user !== null) sent.add(base64(`${user}:${secret}`));
  return [...sent].reduce((left, hidden) => withoutBeginning(left.replaceAll(hidden, HIDDEN), hidden), clean);
}

export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}

/** Removes a beginning of the secret from the end of a text. */
function withoutBeginning(text: string, secret: string): string {
  for (let length = Math.min(secret.length - 1, text.length); length >= LEAST_SECRET; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + HIDDEN;
  }
  return text;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
