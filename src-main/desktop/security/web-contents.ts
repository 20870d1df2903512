import type { App, Session } from 'electron';
import type { Logger } from 'pino';
import type { OpenExternalLink } from './external-links.ts';
import { keepOnOwnPages } from './navigation.ts';
import { limitPermissions } from './permissions.ts';
import { refusePopups } from './popups.ts';
import { limitRequests } from './requests.ts';
import { refuseWebviews } from './webviews.ts';

/**
 * Lays every rule of this folder on the session, and on whatever page is ever made, whoever makes
 * it. Before the first window.
 */
export function secure(app: App, session: Session, openExternalLink: OpenExternalLink, log: Logger): void {
  limitPermissions(session);
  limitRequests(session, log);
  app.on('web-contents-created', (_event, contents) => {
    keepOnOwnPages(contents, log);
    refusePopups(contents, openExternalLink);
    refuseWebviews(contents, log);
  });
}
