import { MacAddress } from '../../src-shared/model/index.ts';
import { minerRoute } from './window/screen-routes.ts';

/** What a start of the program requests. A second start passes it to the first one and ends. */
export interface LaunchRequest {
  readonly rescan: boolean;
  /** The screen to open, such as `/fleet/02:95:23:00:00:01`; null for the current one. */
  readonly route: string | null;
  /** Started at login: only in the tray, without a window. */
  readonly hidden: boolean;
}

export const LINK_SCHEME = 'powerhive';
export const HIDDEN_FLAG = '--hidden';

/**
 * Parses a command line. Chromium adds its own switches and changes the order, so only known
 * arguments are read.
 */
export function parseLaunch(args: readonly string[]): LaunchRequest {
  const link = args.find((arg) => arg.startsWith(`${LINK_SCHEME}://`));
  return {
    rescan: args.includes('--rescan'),
    route: link === undefined ? null : routeOfLink(link),
    hidden: args.includes(HIDDEN_FLAG),
  };
}

/**
 * macOS starts a login item without arguments. Whether it did is known only once Electron is ready.
 */
export function withLogin(first: LaunchRequest, login: { readonly wasOpenedAtLogin: boolean }): LaunchRequest {
  return login.wasOpenedAtLogin ? { ...first, hidden: true } : first;
}

/**
 * The screen for a link: `powerhive://miner/<mac>` opens that miner. Null for any other link,
 * because any program can open one.
 */
export function routeOfLink(link: string): string | null {
  const url = URL.parse(link);
  if (url === null || url.protocol !== `${LINK_SCHEME}:` || url.host !== 'miner') return null;
  try {
    const mac = MacAddress.safeParse(decodeURIComponent(url.pathname).replaceAll('/', '').toLowerCase());
    return mac.success ? minerRoute(mac.data) : null;
  } catch {
    return null;
  }
}
