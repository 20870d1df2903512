import type { Fleet } from '../../fleet/fleet.ts';

/** The addresses at which a scan found each miner, by MAC. */
export type MetAt = ReadonlyMap<string, readonly string[]>;

/**
 * Records which miners respond at more than one address. A conflict remains until the other address
 * was checked. Calls `onNew` for each miner that had no conflict before.
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
