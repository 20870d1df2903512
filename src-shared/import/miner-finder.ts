import type { Miner } from '../model/index.ts';
import { normaliseMac } from '../pasted-mac.ts';

/**
 * Finds miners by MAC (with colons, hyphens or neither, or as switches write it) or address. A current address takes
 * precedence over another miner's last one. An address without a port matches all miners there,
 * whatever their port; more than one result is ambiguous.
 */
export function minerFinder(miners: readonly Miner[]): (text: string) => readonly Miner[] {
  const [byMac, byAddress, byLastAddress] = [
    new Map<string, Miner[]>(),
    new Map<string, Miner[]>(),
    new Map<string, Miner[]>(),
  ];
  for (const miner of miners) {
    add(byMac, miner.id.replaceAll(':', ''), miner);
    const address = miner.ip ?? miner.last_ip;
    if (address === null) continue;
    const where = miner.ip === null ? byLastAddress : byAddress;
    for (const key of new Set([address, address.replace(/:\d+$/, '')])) add(where, key, miner);
  }
  return (text) =>
    byMac.get(normaliseMac(text).toLowerCase().replaceAll(/[:-]/g, '')) ??
    byAddress.get(text) ??
    byLastAddress.get(text) ??
    [];
}

/** Whether a text has the form of a MAC, or of an IPv4 address that may have a port. */
export function isAddressLike(text: string): boolean {
  return /^[\da-f]{12}$/i.test(normaliseMac(text).replaceAll(/[:-]/g, '')) || isIpLike(text);
}

/** Whether a text has the form of an IPv4 address, with or without a port. */
export function isIpLike(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}(:\d+)?$/.test(text);
}

function add(to: Map<string, Miner[]>, key: string, miner: Miner): void {
  const there = to.get(key);
  if (there === undefined) to.set(key, [miner]);
  else there.push(miner);
}
