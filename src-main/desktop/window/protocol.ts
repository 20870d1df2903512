import { protocol, type Session } from 'electron';
import { APP_SCHEME } from '../app-origin.ts';
import { answerAppRequest } from './app-requests.ts';

/**
 * Registers the scheme as standard and secure, so that the page has an origin and a strict CSP.
 * Must be called before Electron is ready.
 */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves `app://powerhive/...` from the folder of the built screens, and nothing else. */
export function serveAppScheme(session: Session, screensDir: string): void {
  session.protocol.handle(APP_SCHEME, (request) => answerAppRequest(request, screensDir));
}
