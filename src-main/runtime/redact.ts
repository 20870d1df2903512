/** Shorter ones are found by chance in any text. */
const LEAST_SECRET = 4;
const HIDDEN = '…';

/**
 * What another program responded, on one line and without the secret, which it may have repeated:
 * as it is, or as it stands in JSON, in a URL or in base64. `user`: it was sent with that name, as
 * HTTP's Basic scheme does. A text that was cut off may end in the beginning of the secret.
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

/** Without the first characters of a secret at the very end of a text. */
function withoutBeginning(text: string, secret: string): string {
  for (let length = Math.min(secret.length - 1, text.length); length >= LEAST_SECRET; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + HIDDEN;
  }
  return text;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
