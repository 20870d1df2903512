import { someNetworks } from '../guards/doubts.ts';
import type { Accepting } from './pass-context.ts';

const number = new Intl.NumberFormat('en');

const IN_PROGRAM = {
  left: '; the next scans check them first.',
  advice: 'Known miners are read as usual. Scans are faster if you enter only the addresses of your miners.',
};
const BY_COMMAND = {
  left: '. Scan fewer addresses at once to have all of them checked.',
  advice: 'The scan is faster if you enter only the addresses of your miners.',
};

/**
 * A message that something accepts every connection; null where nothing does. A scan by command
 * (`isSingle`) knows no miners and has no next scan.
 */
export function acceptingWords({ networks, notProbed }: Accepting, isSingle = false): string | null {
  const { left, advice } = isSingle ? BY_COMMAND : IN_PROGRAM;
  if (networks.length === 0) return notProbed === 0 ? null : `${notCheckedWords(notProbed)}${left}`;
  const what = `Something on the way to ${someNetworks(networks)} accepts every connection, also where there is no host: a firewall or a proxy, for example.`;
  const rest = notProbed === 0 ? 'Miners there that answer are found.' : `${notCheckedWords(notProbed)}${left}`;
  return `${what} ${rest} ${advice}`;
}

function notCheckedWords(notProbed: number): string {
  const addresses = notProbed === 1 ? '1 address that accepts' : `${number.format(notProbed)} addresses that accept`;
  return `${addresses} connections ${notProbed === 1 ? 'was' : 'were'} not checked in this scan`;
}
