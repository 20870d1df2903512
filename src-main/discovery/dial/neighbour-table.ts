import { readFileSync } from 'node:fs';

/** The default of Linux, which is assumed for other systems too. */
const USUAL_ENTRIES = 1024;

/** How many entries the neighbour table of this computer holds at most. */
export function neighbourTableSize(): number {
  try {
    const entries = Number(readFileSync('/proc/sys/net/ipv4/neigh/default/gc_thresh3', 'utf8'));
    return Number.isFinite(entries) && entries > 0 ? entries : USUAL_ENTRIES;
  } catch {
    // Not Linux, or a network namespace without this file.
    return USUAL_ENTRIES;
  }
}
