import { minerName } from '../../src-shared/miner-name.ts';
import type { NewActivityEntry, Scan, Watching } from '../../src-shared/model/index.ts';
import type { ProvisioningResult } from '../provisioning/key-provisioning.ts';
import type { StoredMiner } from '../store/store.ts';
import type { Elsewhere } from './guards/foreign-network.ts';
import type { CycleEvent } from './scan-pass.ts';

/** What happened, in words, before it is dated. */
export type Told = Omit<NewActivityEntry, 'at'>;

/** An event of a scan as the activity screen tells it. `miner` is the one it is about, null if it is not known. */
export function tellEvent(event: CycleEvent, miner: StoredMiner | null): Told {
  if (event.kind === 'no_mac') {
    const message = `A miner at ${event.ip} tells no MAC address, so it cannot be told from others and is left out`;
    return { kind: 'error', level: 'warning', miner_id: null, message };
  }
  if (event.kind === 'shifting') {
    const message = `What answers at ${event.ip} has told so many MAC addresses within an hour that no more are believed: check what has this address`;
    return { kind: 'error', level: 'warning', miner_id: null, message };
  }
  const miner_id = event.id;
  const name = miner === null ? miner_id : minerName(miner);
  const ip = miner?.ip ?? 'an unknown address';
  // One that is called by its address is told by its MAC where the sentence says the address too.
  const nameHere = name === ip ? miner_id : name;
  switch (event.kind) {
    case 'new':
      return { kind: 'miner_new', level: 'info', miner_id, message: `Found ${nameHere} at ${ip}` };
    case 'back':
      return { kind: 'miner_back', level: 'info', miner_id, message: `${nameHere} is back at ${ip}` };
    case 'offline':
      return { kind: 'miner_offline', level: 'warning', miner_id, message: `${name} is offline` };
    case 'moved':
      return { kind: 'miner_moved', level: 'info', miner_id, message: `${nameHere} moved from ${event.from} to ${ip}` };
    case 'conflict': {
      const message = `${event.ips.join(' and ')} claim the same MAC ${miner_id}`;
      return { kind: 'address_conflict', level: 'warning', miner_id, message };
    }
  }
}

/** What came of seeing to a miner's key; null where that is nothing to tell. */
export function tellKey(result: ProvisioningResult, miner: StoredMiner): Told | null {
  const name = minerName(miner);
  if (result === 'created') {
    return { kind: 'api_key_created', level: 'info', miner_id: miner.id, message: `Created an API key on ${name}` };
  }
  if (result === 'refused') {
    const message = `${name} refused the unlock password`;
    return { kind: 'unlock_refused', level: 'warning', miner_id: miner.id, message };
  }
  return null;
}

export function tellScan(scan: Scan): Told {
  const { addresses_total, miners_found, miners_new, miners_offline } = scan;
  const message = `Scanned ${addresses_total} addresses: ${miners_found} miners, ${miners_new} new, ${miners_offline} gone`;
  return { kind: 'scan', level: 'info', miner_id: null, message };
}

/** How far the farm is watched from now on. */
export function tellWatching({ state, reason }: Watching): Told {
  const told = { kind: 'watching', miner_id: null } as const;
  if (state !== 'watching') return { ...told, level: 'warning', message: `Not watching: ${reason ?? state}` };
  if (reason !== null) return { ...told, level: 'warning', message: `Not watching all of the farm: ${reason}` };
  return { ...told, level: 'info', message: 'Watching again' };
}

/** Why nothing of a scan was believed. */
export function elsewhereWords({ taken, known }: Elsewhere): string {
  return `This looks like another network: at ${taken} of ${known} known addresses other miners answer than before. Nobody was called offline, and none of them was added. If these are your miners, scan now.`;
}
