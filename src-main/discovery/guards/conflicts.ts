import type { Fleet } from '../../fleet/fleet.ts';

/** At which addresses a scan met each miner, by MAC. */
export type MetAt = ReadonlyMap<string, readonly string[]>;

/**
 * Notes which miners respond at more than one address. A conflict stays while the other address was
 * not checked: only an address that was checked can clear it. Calls `onNew` for each that was not
 * known yet.
 */
export function noteConflicts(
  fleet: Fleet,
  metAt: MetAt,
  wasChecked: (ip: string) => boolean,
  onNew: (id: string, ips: readonly string[]) => void,
): void {
  for (const [id, met] of metAt) {
    const entry = fleet.entry(id);
    if (entry === null) continue;
    const unchecked = entry.conflictIps.filter((ip) => !wasChecked(ip));
    const others = [...new Set([...met, ...unchecked])].filter((ip) => ip !== entry.stored.ip);
    if (others.length > 0 && entry.conflictIps.length === 0) onNew(id, met);
    fleet.setConflict(id, others);
  }
}
