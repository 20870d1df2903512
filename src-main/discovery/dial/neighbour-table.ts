import { readFileSync } from 'node:fs';

/** What a stock Linux holds, and what is assumed of other systems. */
const USUAL_ENTRIES = 1024;

/** How many neighbours of its own links this computer can keep at most. */
export function neighbourTableSize(): number {
  try {
    const entries = Number(readFileSync('/proc/sys/net/ipv4/neigh/default/gc_thresh3', 'utf8'));
    return Number.isFinite(entries) && entries > 0 ? entries : USUAL_ENTRIES;
  } catch {
    // Another system than Linux, or a network namespace, which does not show it.
    return USUAL_ENTRIES;
  }
}
