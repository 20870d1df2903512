import type { WebContents } from 'electron';
import type { OpenExternalLink } from './external-links.ts';

/** Rule: the page opens no windows. A URL for a new window is treated as an external link. */
export function refusePopups(contents: WebContents, openExternalLink: OpenExternalLink): void {
  contents.setWindowOpenHandler(({ url }) => {
    openExternalLink(url);
    return { action: 'deny' };
  });
}
