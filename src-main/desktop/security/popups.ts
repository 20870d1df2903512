import type { WebContents } from 'electron';
import type { OpenExternalLink } from './external-links.ts';

/**
 * Rule: the page opens no windows. What it wants to open in one is taken for a link to the browser,
 * if it may be one.
 */
export function refusePopups(contents: WebContents, openExternalLink: OpenExternalLink): void {
  contents.setWindowOpenHandler(({ url }) => {
    openExternalLink(url);
    return { action: 'deny' };
  });
}
