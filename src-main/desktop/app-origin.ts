/**
 * The app's own scheme for the window's page. It gives the page a real origin, without a server
 * that others could reach.
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
 * The URL of a screen, such as `/fleet/02:95:23:00:00:01`. The screen is in the fragment, so that
 * navigating to another one loads nothing.
 */
export function screenUrl(route: string): string {
  return `${APP_ORIGIN}/#${route}`;
}
