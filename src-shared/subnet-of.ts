const IPV4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}(?::\d+)?$/;

/**
 * The /24 network of an IPv4 address with or without a port: `10.1.7.0/24`. In most farms it is a
 * row or a container. Null for any other text.
 */
export function subnetOf(address: string | null): string | null {
  const found = IPV4.exec(address ?? '');
  return found === null ? null : `${found[1]}.0/24`;
}
