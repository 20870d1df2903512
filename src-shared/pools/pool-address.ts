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
