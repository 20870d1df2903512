/** Chromium's numbers for the ways in which a page here can fail to load. */
const ERROR_CODES: Record<string, number> = {
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_CONNECTION_REFUSED: -102,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INVALID_URL: -300,
};

/** What `loadURL` rejects with. */
export function loadError(code: string, url: string): Error & { code: string; errno: number; url: string } {
  const errno = ERROR_CODES[code] ?? -2;
  return Object.assign(new Error(`${code} (${errno}) loading '${url}'`), { code, errno, url });
}
