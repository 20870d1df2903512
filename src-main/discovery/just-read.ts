import type { Fleet } from '../fleet/fleet.ts';

/** Miners that were read at their address since a moment and of which nothing is to be found out, by that address. */
export function findJustRead(fleet: Fleet, now: number, withinMs: number): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of fleet.entries()) {
    const { stored, poll } = entry;
    const hasModel = (fleet.modelOf(entry)?.presets.length ?? 0) > 0;
    const isSettled = hasModel && stored.api_key_sealed !== null && !entry.keySuspect;
    const agoMs = now - (poll.lastSuccessAt ?? 0);
    // A clock that was set back would make old readings look new.
    if (stored.ip !== null && isSettled && agoMs >= 0 && agoMs < withinMs) found.set(stored.ip, stored.id);
  }
  return found;
}
