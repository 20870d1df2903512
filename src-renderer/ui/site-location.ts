const OF_SITE = /^\/@([^/]+)(\/.*)?$/;

/** A path in the address: the site, and the path there. */
export interface SiteLocation {
  /** Null for the farm of this computer. */
  readonly siteId: string | null;
  readonly path: string;
}

/** `/@SITE/fleet` is the fleet of another site, `/fleet` the fleet of this computer. */
export function parseSitePath(path: string): SiteLocation {
  const [, siteId, rest] = OF_SITE.exec(path) ?? [];
  return siteId === undefined ? { siteId: null, path } : { siteId, path: rest ?? '/' };
}

/** The prefix of all paths of a site. */
export function siteBase(siteId: string | null): string {
  return siteId === null ? '' : `/@${siteId}`;
}

/** The same screen of another site, without the item opened on it, which only one site has. */
export function sameScreen(path: string): string {
  const screen = parseSitePath(path).path.split('/')[1] ?? '';
  return screen === '' || screen === 'sites' ? '/overview' : `/${screen}`;
}
