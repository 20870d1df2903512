import { minerName } from '../../src-shared/miner/miner-name.ts';
import type { Actor, NewEvent, Scan, Watching } from '../../src-shared/model/index.ts';
import type { StoredMiner } from '../store/store.ts';
import type { Elsewhere } from './guards/foreign-network.ts';
import type { PassEvent } from './pass/pass-context.ts';

/** Converts a result of a scan to an event. `miner` is the miner concerned, null if not known. */
export function passEvent(event: PassEvent, miner: StoredMiner | null): NewEvent {
  if (event.kind === 'no_mac') return { event: 'mac_missing', data: { ip: event.ip } };
  if (event.kind === 'shifting') return { event: 'mac_unsteady', data: { ip: event.ip } };
  const miner_id = event.id;
  const ip = miner?.ip ?? null;
  const lastIp = ip ?? miner?.last_ip ?? null;
  const name = miner === null ? miner_id : minerName(miner);
  switch (event.kind) {
    case 'new':
      return { event: 'miner_found', miner_id, data: { name, ip } };
    case 'back':
      return { event: 'miner_back', miner_id, data: { name, ip } };
    case 'offline':
      return { event: 'miner_offline', miner_id, data: { name, ip: lastIp } };
    case 'moved':
      return { event: 'miner_moved', miner_id, data: { name, from_ip: event.from, ip } };
    case 'conflict':
      return { event: 'address_conflict', miner_id, data: { name, ips: [...event.ips] } };
  }
}

/** The event of a requested scan that has ended. */
export function scanEvent(scan: Scan, actor: Actor | null): NewEvent {
  const { scan_id, addresses_total, miners_found, miners_new, miners_back, miners_moved, miners_offline } = scan;
  return {
    event: 'scan_finished',
    actor,
    data: { scan_id, addresses_total, miners_found, miners_new, miners_back, miners_moved, miners_offline },
  };
}

/** The event of a change in how far the farm is monitored. */
export function watchingEvent({ state, reason }: Watching, actor: Actor | null): NewEvent {
  return { event: 'watching_changed', actor, data: { state, reason } };
}

/** The reason why the result of a scan was discarded. */
export function elsewhereWords({ taken, known }: Elsewhere): string {
  return `Different network? Other miners answer at ${taken} of ${known} known addresses. Nothing was changed. If they are yours, press Scan now.`;
}
