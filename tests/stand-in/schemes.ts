const registered = new Map<string, { standard: boolean; secure: boolean }>();

/** As given to protocol.registerSchemesAsPrivileged. */
export function registerScheme(scheme: string, privileges: { standard?: boolean; secure?: boolean } = {}): void {
  registered.set(scheme, { standard: privileges.standard ?? false, secure: privileges.secure ?? false });
}

const SUFFIX = 'localhost';

/**
 * The address at which Chromium really loads an URL of the app's own scheme: it ends a navigation
 * to a scheme it does not know before it could be served, so app://bundle/x is loaded as
 * https://bundle.app.localhost/x.
 */
export function toBrowserUrl(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url);
  if (match === null || !registered.has(match[1]!.toLowerCase())) return url;
  return `https://${match[2]}.${match[1]!.toLowerCase()}.${SUFFIX}${match[3]}`;
}

/** The way back: what the main process gets to see. */
export function toAppUrl(url: string): string {
  const match = /^https:\/\/([^/?#]+)\.([a-z][a-z0-9+-]*)\.localhost(?=[/?#]|$)(.*)$/is.exec(url);
  if (match === null || !registered.has(match[2]!.toLowerCase())) return url;
  return `${match[2]}://${match[1]}${match[3]}`;
}

/** The scheme of an URL as the main process sees it, when it is one of the app's own. */
export function ownScheme(url: string): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  return scheme !== undefined && registered.has(scheme) ? scheme : undefined;
}

/**
 * The origin as Electron reports it: that of a standard scheme is scheme://host, where URL.origin
 * would say null.
 */
export function originOf(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(url);
  if (match !== null && registered.get(match[1]!.toLowerCase())?.standard === true) return `${match[1]}://${match[2]}`;
  return URL.canParse(url) ? new URL(url).origin : 'null';
}

/**
 * Rewrites the app's own origins in a header that Chromium is to obey, such as a content security
 * policy.
 */
export function toBrowserHeader(value: string): string {
  let mapped = value;
  for (const scheme of registered.keys()) {
    mapped = mapped
      .replaceAll(new RegExp(`\\b${scheme}://([a-z0-9.-]+)`, 'gi'), `https://$1.${scheme}.${SUFFIX}`)
      .replaceAll(new RegExp(`(^|\\s)${scheme}:(?=[\\s;]|$)`, 'gi'), `$1https://*.${scheme}.${SUFFIX}`);
  }
  return mapped;
}
