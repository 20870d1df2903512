import type { Fleet } from '../../fleet/fleet.ts';

/**
 * The label, the host name and the version of a miner may change while every poll succeeds, so its
 * `/info` is read at least this often.
 */
const INFO_FRESH_MS = 15 * 60_000;
/**
 * The share of the miners that were just read whose `/info` one scan reads, the oldest first: this
 * spreads a farm that was found in one scan over many scans.
 */
const MOST_DUE_SHARE = 0.1;

/**
 * Miners that were read at their address within `withinMs`, and of which no key, model or `/info`
 * is due: address to id.
 */
export function findJustRead(fleet: Fleet, now: number, withinMs: number): Map<string, string> {
  const found = new Map<string, string>();
  const due: { readonly ip: string; readonly id: string; readonly infoReadAt: number }[] = [];
  for (const entry of fleet.entries()) {
    const { stored, poll, infoReadAt } = entry;
    const hasModel = (fleet.modelOf(entry)?.presets.length ?? 0) > 0;
    const capabilities = fleet.driverOf(entry)?.capabilities;
    const hasKey = stored.api_key_sealed !== null && !entry.keySuspect;
    const isProvisioned =
      capabilities !== undefined && (hasModel || !capabilities.presets) && (hasKey || !capabilities.api_key);
    // A miner whose polls fail now may be dead or have moved, however recent its last reading.
    if (poll.failures > 0) continue;
    const agoMs = now - (poll.lastSuccessAt ?? 0);
    // If the clock was set back, old readings would look new.
    if (stored.ip === null || !isProvisioned || agoMs < 0 || agoMs >= withinMs) continue;
    found.set(stored.ip, stored.id);
    const isInfoFresh = infoReadAt !== null && now >= infoReadAt && now - infoReadAt < INFO_FRESH_MS;
    if (!isInfoFresh) due.push({ ip: stored.ip, id: stored.id, infoReadAt: infoReadAt ?? 0 });
  }
  due.sort((a, b) => a.infoReadAt - b.infoReadAt);
  for (const { ip } of due.slice(0, Math.max(1, Math.ceil(found.size * MOST_DUE_SHARE)))) found.delete(ip);
  return found;
}
