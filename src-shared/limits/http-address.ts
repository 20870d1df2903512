/** What is wrong with a web address that must be http or https, without a full stop; null if nothing is. */
export function httpAddressTrouble(text: string): string | null {
  if (!/^https?:\/\//i.test(text)) return 'must begin with https:// or http://';
  const url = URL.parse(text);
  if (url === null) return 'must be a web address, such as https://example.com/alerts';
  return url.username === '' && url.password === '' ? null : 'must have no user and no password in it';
}
