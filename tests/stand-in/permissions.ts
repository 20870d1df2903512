import type { DevToolsSession } from './devtools-pipe.ts';
import { toBrowserUrl } from './schemes.ts';
import { Session } from './session.ts';

/** Electron's name of a permission, and Chromium's. */
const PERMISSIONS: readonly (readonly [string, readonly string[]])[] = [
  ['geolocation', ['geolocation']],
  ['notifications', ['notifications']],
  ['media', ['camera', 'microphone']],
  ['clipboard-read', ['clipboard-read']],
  ['clipboard-sanitized-write', ['clipboard-write']],
];

/**
 * The app's handlers are asked before a page is loaded and Chromium gets their results, as DevTools
 * cannot pass on the request at the moment when the page makes it.
 */
export async function grantPermissions(
  devtools: DevToolsSession,
  contents: object,
  session: Session,
  url: string,
): Promise<void> {
  const browserUrl = toBrowserUrl(url);
  if (!/^https?:/.test(browserUrl)) return;
  const { origin } = new URL(browserUrl);
  for (const [permission, names] of PERMISSIONS) {
    const granted = await Session.decides(session, contents, permission, url);
    for (const name of names) {
      await devtools.send('Browser.setPermission', {
        permission: { name },
        setting: granted ? 'granted' : 'denied',
        origin,
      });
    }
  }
}
