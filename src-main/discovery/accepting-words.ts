import { someNetworks } from './guards/doubts.ts';
import type { Accepting } from './pass.ts';

const number = new Intl.NumberFormat('en');

/** That something accepts every connection, for the operator; null where nothing does. */
export function acceptingWords({ networks, notAsked }: Accepting): string | null {
  if (networks.length === 0) return notAsked === 0 ? null : `${notCheckedWords(notAsked)}.`;
  const what = `Something on the way to ${someNetworks(networks)} accepts every connection, also where there is no host: a firewall or a proxy, for example.`;
  const rest = notAsked === 0 ? 'Miners there that answer are found.' : `${notCheckedWords(notAsked)}.`;
  return `${what} ${rest} Known miners are read as usual. Scans are faster if you enter only the addresses of your miners.`;
}

function notCheckedWords(notAsked: number): string {
  const addresses = notAsked === 1 ? '1 address that accepts' : `${number.format(notAsked)} addresses that accept`;
  return `${addresses} connections ${notAsked === 1 ? 'was' : 'were'} not checked in this scan; the next scans check them first`;
}
