/** The part of a pool's address that tells pools apart: `stratum+tcp://eu.pool.example:3333` is `eu.pool.example`. */
export function poolHost(url: string | null): string | null {
  if (url === null || url === '') return null;
  return url.replace(/^[a-z0-9+.-]+:\/\//i, '').replace(/[:/].*$/, '');
}
