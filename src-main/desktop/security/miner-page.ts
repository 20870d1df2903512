import type { Shell } from 'electron';
import ipaddr from 'ipaddr.js';
import type { Logger } from 'pino';
import { parseAddress } from '../../drivers/address.ts';

/** The address of a miner's own page, or null for what is no plain IPv4 address with a port. */
export function minerPageUrl(ip: string): string | null {
  const address = parseAddress(ip);
  if (address === null || !ipaddr.IPv4.isValidFourPartDecimal(address.host)) return null;
  return `http://${ip}/`;
}

/**
 * Rule: a miner's page is the one address without https that goes to the browser, because miners
 * have no other. It is made here, of an address that PowerHive itself found the miner at; a page
 * says which miner, and never where.
 */
export function createOpenMinerPage(shell: Pick<Shell, 'openExternal'>, log: Logger): (ip: string) => void {
  return (ip) => {
    const url = minerPageUrl(ip);
    if (url === null) log.warn({ ip }, "Refused to open a miner's page: this is no address of one");
    else
      shell
        .openExternal(url)
        .catch((error: unknown) => log.warn({ err: error }, "The browser did not open a miner's page"));
  };
}
