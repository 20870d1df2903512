const UNREACHABLE = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)\b/;
const DOWNLOAD = /https?:\/\/[^\s"')]+/;

/** What to tell when electron-builder ended because it could not download something; null when it ended for another reason. */
export function explainDownloadFailure(said: string): string | null {
  const reason = UNREACHABLE.exec(said)?.[1];
  if (reason === undefined) return null;
  const from =
    DOWNLOAD.exec(said.slice(Math.max(0, said.search(UNREACHABLE) - 2000)))?.[0] ?? 'https://github.com/electron';
  return [
    `No installer was made: this machine cannot reach ${new URL(from).host} (${reason}).`,
    "Electron's program and the tools that make installers come from GitHub, not from the npm registry.",
    'Run `npm run dist` where GitHub can be reached, or fill the caches of electron and electron-builder there and copy them here.',
    '`npm run pack:check` proves what can be proved without a download.',
  ].join('\n');
}
