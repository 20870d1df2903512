/**
 * Where the window's page comes from. A scheme of the app's own: a real origin, with no server that
 * others could reach.
 */
export const APP_SCHEME = 'app';
const APP_HOST = 'powerhive';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** Whether an address is one of the app's own pages or files. */
export function isAppUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST;
}

/**
 * The address of a screen, such as `/fleet/02:95:23:00:00:01`. The fragment selects the screen:
 * navigating to one loads nothing.
 */
export function screenUrl(route: string): string {
  return `${APP_ORIGIN}/#${route}`;
}
