const IPV4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}(?::\d+)?$/;

/**
 * The /24 around an IPv4 address, which may have a port behind it: `10.1.7.0/24`. Farms are laid out
 * so: it is mostly a row or a container. Null for anything else.
 */
export function subnetOf(address: string | null): string | null {
  const found = IPV4.exec(address ?? '');
  return found === null ? null : `${found[1]}.0/24`;
}
