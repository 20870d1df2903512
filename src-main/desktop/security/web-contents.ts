import type { App, Session } from 'electron';
import type { Logger } from 'pino';
import type { OpenExternalLink } from './external-links.ts';
import { keepOnOwnPages } from './navigation.ts';
import { limitPermissions } from './permissions.ts';
import { refusePopups } from './popups.ts';
import { limitRequests } from './requests.ts';
import { refuseWebviews } from './webviews.ts';

/**
 * Applies the rules of this folder to the session and to every web contents that is created. Must
 * be called before the first window.
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
