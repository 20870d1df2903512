import type { WebContents } from 'electron';
import type { Logger } from 'pino';

/** Rule: no guest pages. A `<webview>` could have its own web preferences, with Node. */
export function refuseWebviews(contents: WebContents, log: Logger): void {
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    log.warn('Refused a webview');
  });
}
