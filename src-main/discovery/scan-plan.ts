import { lookup } from 'node:dns/promises';
import { type Address, formatAddress, parseAddress } from '../firmware/address.ts';
import { addressText, type Target } from './targets.ts';

/** What one scan dials, in order, and what it thereby answers for. */
export interface ScanPlan {
  readonly addresses: readonly Address[];
  /** Whether the scan looks at this address (as `formatAddress` writes it): only then may it call a miner gone. */
  covers(ip: string): boolean;
  /** Host names that could not be looked up, in words. */
  readonly unresolved: readonly string[];
}

/** Lists every address of the targets once, those where miners were last seen before all others. */
export async function planScan(targets: readonly Target[], known: Iterable<string>): Promise<ScanPlan> {
  const unresolved: string[] = [];
  const all = new Map<string, Address>();
  for (const target of targets) {
    if (target.kind === 'addresses') {
      for (let n = target.first; n <= target.last; n++) add(all, { host: addressText(n), port: target.port });
      continue;
    }
    try {
      const { address } = await lookup(target.host, { family: 4 });
      add(all, { host: address, port: target.port });
    } catch (error) {
      unresolved.push(
        `${target.host} cannot be looked up (${(error as NodeJS.ErrnoException).code ?? 'no reason given'})`,
      );
    }
  }
  const first: Address[] = [];
  const firstTexts = new Set<string>();
  for (const ip of known) {
    const address = all.get(ip) ?? null;
    if (address === null || firstTexts.has(ip)) continue;
    first.push(address);
    firstTexts.add(ip);
  }
  const rest = [...all].filter(([text]) => !firstTexts.has(text)).map(([, address]) => address);
  return { addresses: [...first, ...rest], covers: (ip) => all.has(ip), unresolved };
}

function add(all: Map<string, Address>, address: Address): void {
  all.set(formatAddress(address), address);
}

/** The plan for looking at one miner where it was last seen. */
export function planSingle(ip: string): ScanPlan | null {
  const address = parseAddress(ip);
  return address === null ? null : { addresses: [address], covers: (other) => other === ip, unresolved: [] };
}
