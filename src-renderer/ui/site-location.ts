const OF_SITE = /^\/@([^/]+)(\/.*)?$/;

/** A path in the address: of which site, and where there. */
export interface SiteLocation {
  /** Null for the farm of this computer. */
  readonly siteId: string | null;
  readonly path: string;
}

/** `/@SITE/fleet` is the fleet of another site, `/fleet` that of this computer. */
export function parseSitePath(path: string): SiteLocation {
  const [, siteId, rest] = OF_SITE.exec(path) ?? [];
  return siteId === undefined ? { siteId: null, path } : { siteId, path: rest ?? '/' };
}

/** What every path of a site begins with. */
export function siteBase(siteId: string | null): string {
  return siteId === null ? '' : `/@${siteId}`;
}

/** The same screen of another site: what is open there is known at one site only. */
export function sameScreen(path: string): string {
  const screen = parseSitePath(path).path.split('/')[1] ?? '';
  return screen === '' || screen === 'sites' ? '/overview' : `/${screen}`;
}
