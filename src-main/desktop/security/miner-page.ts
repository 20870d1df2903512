import type { Shell } from 'electron';
import ipaddr from 'ipaddr.js';
import type { Logger } from 'pino';
import { parseAddress } from '../../drivers/address.ts';

/**
 * The URL of a miner's own page; null unless `ip` is a plain IPv4 address, with or without port.
 */
export function minerPageUrl(ip: string): string | null {
  const address = parseAddress(ip);
  if (address === null || !ipaddr.IPv4.isValidFourPartDecimal(address.host)) return null;
  return `http://${ip}/`;
}

/**
 * Rule: only a miner's page is opened in the browser without https, because miners have no https.
 * The URL is made here, from the address at which PowerHive found the miner. The renderer page
 * names a miner, never an address.
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
