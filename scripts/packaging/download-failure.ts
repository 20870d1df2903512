const UNREACHABLE = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)\b/;

/**
 * The message if electron-builder failed because of a download; null if it failed for another
 * reason.
 */
export function explainDownloadFailure(said: string): string | null {
  const reason = UNREACHABLE.exec(said)?.[1];
  if (reason === undefined) return null;
  return [
    `No installer was made, because a download failed (${reason}).`,
    "Electron's program and the tools that make installers come from GitHub, not from the npm registry.",
    'Run `npm run dist` where GitHub can be reached, or fill the caches of electron and electron-builder there and copy them here.',
    '`npm run pack:check` proves what can be proved without a download.',
  ].join('\n');
}
