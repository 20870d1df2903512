import { quoteValue } from './format-query.ts';

/**
 * The query for the miners of racks, by their paths (`rackPath`), and of no others: `=` compares the
 * whole path, so that `R7` is not `Hall 1/A/R7`.
 */
export function rackQuery(...racks: readonly string[]): string {
  return `rack=${racks.map(quoteValue).join('|')}`;
}

/** The query for the miners of a network, as CIDR. */
export function networkQuery(network: string): string {
  return `ip:${network}`;
}
