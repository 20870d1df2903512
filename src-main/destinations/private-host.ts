import ipaddr from 'ipaddr.js';

const NEAR: ReadonlySet<string> = new Set(['loopback', 'private', 'uniqueLocal']);

/**
 * Whether the host of a URL is this computer or an address of a private network. Of host names only
 * `localhost` is.
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (host === 'localhost') return true;
  return ipaddr.isValid(host) && NEAR.has(ipaddr.process(host).range());
}
