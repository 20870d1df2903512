import { MINUTE_MS } from '../../src-shared/milliseconds.ts';
import { type RolledStatus, rollUpStatuses, type StatusSlot } from './status-roll-up.ts';

/** The part of one miner, or of a change of it, in the sums over many. */
export interface GroupShare {
  readonly slot_ms: number;
  readonly at: number;
  readonly miners: number;
  readonly filled: number;
  readonly hashrate_hs: number | null;
  readonly power_w: number | null;
  /** How many of the miners are in `power_w`. */
  readonly power_miners: number;
  readonly chip_temp_max_c: number | null;
}

/** The part of a miner in each slot. */
export function groupShares(slots: readonly StatusSlot[], slotMs: number): GroupShare[] {
  return slots.map(({ at, source, figures }) => ({
    slot_ms: slotMs,
    at,
    miners: 1,
    filled: source === 'filled' ? 1 : 0,
    hashrate_hs: figures.hashrate_hs?.mean ?? null,
    power_w: figures.power_w?.mean ?? null,
    power_miners: figures.power_w?.mean == null ? 0 : 1,
    chip_temp_max_c: figures.chip_temp_max_c?.max ?? null,
  }));
}

/** The same for readings that were not rolled up yet. */
export function groupSharesOf(statuses: readonly RolledStatus[], slotMs: number): GroupShare[] {
  return groupShares(rollUpStatuses(statuses, slotMs), slotMs);
}

/** The change of the sums when a miner's shares change. Slots without a change are left out. */
export function changeOfShares(before: readonly GroupShare[], after: readonly GroupShare[]): GroupShare[] {
  const old = new Map(before.map((share) => [share.at, share]));
  const changes: GroupShare[] = [];
  for (const share of after) {
    const was = old.get(share.at);
    old.delete(share.at);
    if (was === undefined) changes.push(share);
    else if (!isSame(share, was)) changes.push(minus(share, was));
  }
  for (const gone of old.values()) changes.push(minus(NO_SHARE, gone));
  return changes;
}

/** Adds up shares of many miners, or their changes, by slot. */
export class ShareSums {
  readonly #sums = new Map<number, GroupShare>();

  add(shares: readonly GroupShare[]): void {
    for (const share of shares) {
      // A unique key: slots begin at whole minutes, and widths in minutes are far below 60,000.
      const slot = share.at + share.slot_ms / MINUTE_MS;
      const sum = this.#sums.get(slot);
      this.#sums.set(slot, sum === undefined ? share : plus(sum, share));
    }
  }

  all(): GroupShare[] {
    return [...this.#sums.values()];
  }
}

function plus(a: GroupShare, b: GroupShare): GroupShare {
  const sum = (one: number | null, other: number | null) =>
    one === null || other === null ? (one ?? other) : one + other;
  const [one, other] = [a.chip_temp_max_c, b.chip_temp_max_c];
  return {
    slot_ms: a.slot_ms,
    at: a.at,
    miners: a.miners + b.miners,
    filled: a.filled + b.filled,
    hashrate_hs: sum(a.hashrate_hs, b.hashrate_hs),
    power_w: sum(a.power_w, b.power_w),
    power_miners: a.power_miners + b.power_miners,
    chip_temp_max_c: one === null || other === null ? (one ?? other) : Math.max(one, other),
  };
}

const NO_SHARE = { miners: 0, filled: 0, hashrate_hs: null, power_w: null, power_miners: 0, chip_temp_max_c: null };

function isSame(share: GroupShare, was: GroupShare): boolean {
  const parts = ['miners', 'filled', 'hashrate_hs', 'power_w', 'power_miners', 'chip_temp_max_c'] as const;
  return parts.every((part) => share[part] === was[part]);
}

function minus(share: Omit<GroupShare, 'at' | 'slot_ms'>, was: GroupShare): GroupShare {
  // Unknown before and after is not 0: a sum without any known value would become 0.
  const difference = (a: number | null, b: number | null): number | null =>
    a === null && b === null ? null : (a ?? 0) - (b ?? 0);
  return {
    slot_ms: was.slot_ms,
    at: was.at,
    miners: share.miners - was.miners,
    filled: share.filled - was.filled,
    hashrate_hs: difference(share.hashrate_hs, was.hashrate_hs),
    power_w: difference(share.power_w, was.power_w),
    power_miners: share.power_miners - was.power_miners,
    chip_temp_max_c: share.chip_temp_max_c,
  };
}
