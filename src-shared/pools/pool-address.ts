/** Plain stratum: the same with and without its scheme. Another scheme is another connection. */
export const PLAIN_STRATUM = /^stratum\+tcp:\/\//i;
export const URL_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const HOST_AND_PATH = /^[^/@\s]+:\d+\//;
const HOST_AT_END = /@[^/@\s]+:\d+\/?$/;

/**
 * The address of a pool without a user and password in it, which must not be shown. A password may
 * contain any character, so the last `@` before a host ends it; what follows a host with port is a
 * path, not a host.
 */
export function withoutLogin(url: string): string {
  const [, scheme = '', address = ''] = /^([a-z][a-z\d+.-]*:\/\/)?(.*)$/is.exec(url) ?? [];
  if (HOST_AND_PATH.test(address) && !HOST_AT_END.test(address)) return url;
  return scheme + address.slice(address.lastIndexOf('@') + 1);
}

/** A pool address in its comparable form: without scheme and login, which no miner reports. */
export function bareAddress(url: string): string {
  return settingAddress(withoutLogin(url.trim()).replace(URL_SCHEME, ''));
}

/** An address of the settings in its comparable form: pool, login and scheme must be the same. */
export function settingAddress(url: string): string {
  const address = url.trim().replace(PLAIN_STRATUM, '').replace(/\/+$/, '');
  const [scheme = ''] = URL_SCHEME.exec(address) ?? [];
  const rest = address.slice(scheme.length);
  const host = withoutLogin(rest);
  const login = rest.slice(0, rest.length - host.length);
  // A path can contain a key, in which case matters.
  const [name = '', ...path] = host.split('/');
  return [scheme.toLowerCase() + login + name.toLowerCase(), ...path].join('/');
}
