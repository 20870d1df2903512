import { slotStart } from './tiers.ts';

/** When a miner was monitored, UNIX ms; `to_at` is null while it still is. */
export interface MonitoredSpan {
  readonly algorithm: string | null;
  readonly from_at: number;
  readonly to_at: number | null;
}

/** How many miners were to be read in each slot, and whether PowerHive did so. */
export interface MonitoredSlots {
  readonly fromAt: number;
  readonly slotMs: number;
  /** Before it nothing is known, because an older version did not record it. */
  readonly knownFromAt: number;
  /** 1 for a slot in which every monitored miner was polled. */
  readonly watched: Uint8Array;
  /** By algorithm: for each slot, how many miners were monitored. */
  readonly due: ReadonlyMap<string | null, Uint32Array>;
}

export interface MonitoredSpans {
  /** When PowerHive first recorded this at all; null if never. */
  readonly knownFromAt: number | null;
  /** When PowerHive monitored and recorded. */
  readonly watched: readonly { readonly from_at: number; readonly to_at: number }[];
  readonly miners: readonly MonitoredSpan[];
}

/**
 * The slots of a time. A miner counts in a slot if it was monitored for `readAllMs` of it, within
 * which it should have been read; likewise, PowerHive must have monitored for as long.
 */
export function monitoredSlots(
  { knownFromAt, watched, miners }: MonitoredSpans,
  span: {
    readonly fromAt: number;
    readonly toAt: number;
    readonly slotMs: number;
    readonly readAllMs: number;
  },
): MonitoredSlots {
  const { slotMs } = span;
  const dueMs = Math.min(span.readAllMs, slotMs);
  const fromAt = slotStart(span.fromAt, slotMs);
  const slots = Math.max(0, Math.ceil((span.toAt - fromAt) / slotMs));
  const watchedMs = new Float64Array(slots);
  for (const { from_at, to_at } of watched) {
    const last = Math.min(slots - 1, Math.floor((to_at - fromAt) / slotMs));
    for (let slot = Math.max(0, Math.floor((from_at - fromAt) / slotMs)); slot <= last; slot++) {
      const at = fromAt + slot * slotMs;
      watchedMs[slot] = (watchedMs[slot] as number) + Math.max(0, Math.min(to_at, at + slotMs) - Math.max(from_at, at));
    }
  }
  const changes = new Map<string | null, Int32Array>();
  for (const { algorithm, from_at, to_at } of miners) {
    // The first slot that has `dueMs` after its beginning, and the first that has not before its end.
    const first = Math.max(0, Math.ceil((from_at + dueMs - fromAt) / slotMs) - 1);
    const end = to_at === null ? slots : Math.min(slots, Math.floor((to_at - dueMs - fromAt) / slotMs) + 1);
    if (first >= end) continue;
    const change = changes.get(algorithm) ?? new Int32Array(slots + 1);
    changes.set(algorithm, change);
    change[first] = (change[first] as number) + 1;
    change[end] = (change[end] as number) - 1;
  }
  return {
    fromAt,
    slotMs,
    knownFromAt: knownFromAt ?? Number.POSITIVE_INFINITY,
    watched: Uint8Array.from(watchedMs, (ms) => (ms >= dueMs ? 1 : 0)),
    due: new Map([...changes].map(([algorithm, change]) => [algorithm, addedUp(change.subarray(0, slots))])),
  };
}

function addedUp(changes: Int32Array): Uint32Array {
  let sum = 0;
  return Uint32Array.from(changes, (change) => {
    sum += change;
    return sum;
  });
}
