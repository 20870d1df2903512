/** Shorter ones are found by chance in any text. */
const LEAST_SECRET = 4;

/**
 * What another program responded, on one line and without the secret, which it may have repeated.
 * `user`: it was sent with that name, as HTTP's Basic scheme does.
 */
export function redact(text: string, secret: string | null, user: string | null = null): string {
  const clean = oneLine(text);
  if (secret === null || secret.length < LEAST_SECRET) return clean;
  const sent = [secret, encodeURIComponent(secret), base64(secret)];
  if (user !== null) sent.push(base64(`${user}:${secret}`));
  return sent.reduce((left, hidden) => left.replaceAll(hidden, '…'), clean);
}

export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
