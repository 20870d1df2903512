import type { Shell } from 'electron';
import type { Logger } from 'pino';

export type OpenExternalLink = (text: string) => void;

/**
 * The URL to open in the browser, or null if it is refused. Only https: other schemes start other
 * programs, some with arguments. No user or password: `https://powerhive@evil.example` misleads.
 */
export function parseExternalLink(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
  return url.href;
}

/** Rule: links are opened only through this, except a miner's own page (miner-page.ts). */
export function createOpenExternalLink(shell: Pick<Shell, 'openExternal'>, log: Logger): OpenExternalLink {
  return (text) => {
    const url = parseExternalLink(text);
    if (url === null) log.warn({ url: text }, 'Refused to open a link: only https goes to the browser');
    else shell.openExternal(url).catch((error: unknown) => log.warn({ err: error }, 'The browser did not open a link'));
  };
}
