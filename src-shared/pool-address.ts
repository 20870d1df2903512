const HOST_AND_PATH = /^[^/@\s]+:\d+\//;
const HOST_AT_END = /@[^/@\s]+:\d+\/?$/;

/**
 * The address of a pool without the user and password that some put into it, where everyone who
 * sees the pool would read them. A password may have anything in it, so that the last `@` before a
 * host ends it; what stands behind a host with its port is a path, and no host.
 */
export function withoutLogin(url: string): string {
  const [, scheme = '', address = ''] = /^([a-z][a-z\d+.-]*:\/\/)?(.*)$/is.exec(url) ?? [];
  if (HOST_AND_PATH.test(address) && !HOST_AT_END.test(address)) return url;
  return scheme + address.slice(address.lastIndexOf('@') + 1);
}
