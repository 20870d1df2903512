import { DAY_MS, HOUR_MS } from '../../src-shared/durations.ts';
import { slotStart } from '../history/tiers.ts';
import type { DestinationPosition } from '../store/destination-records.ts';
import type { OutgoingHistory, OutgoingMiner } from '../store/outgoing-history.ts';
import type { OutgoingTask } from './outgoing-task.ts';

/** After so long a step returns, so that its position is kept. */
export const STEP_MS = 1000;
/** How many filled ranges are sent together. */
export const MOST_FILLS = 100;
const MINERS_AT_ONCE = 500;

/** Since when a destination gets what is kept. */
export const startOf = ({ destination }: OutgoingTask): number => destination.since_at ?? destination.created_at;

/** Where what is kept begins: before `firstAt` there is nothing to send, before `readingsAt` no reading. */
export interface KeptSince {
  readonly firstAt: number;
  readonly readingsAt: number;
}

/**
 * The span of time that is sent next: the one that is half sent, or the next hour, and day by day
 * before the readings begin. One without `to` has nothing in it. Null where all is there up to the
 * moment of the task.
 */
export function nextSpan(
  { upToAt }: OutgoingTask,
  position: DestinationPosition,
  keptSince: () => KeptSince,
): DestinationPosition | null {
  // It is ended in any case: the clock may have been set back a little since it began.
  if (position.to !== null) return position;
  if (position.at >= upToAt) return null;
  const { firstAt, readingsAt } = keptSince();
  const at = Math.max(position.at, firstAt);
  if (at >= upToAt) return { ...position, at: upToAt };
  const to = at < readingsAt ? Math.min(readingsAt, slotStart(at, DAY_MS) + DAY_MS) : slotStart(at, HOUR_MS) + HOUR_MS;
  return { ...position, at, to: Math.min(to, upToAt), after_key: 0 };
}

/** The miners after a key, in the order of their keys. */
export function* minersAfter(history: OutgoingHistory, afterKey: number): Generator<OutgoingMiner> {
  let last: number | undefined = afterKey;
  while (last !== undefined) {
    const page = history.miners(last, MINERS_AT_ONCE);
    yield* page;
    last = page.at(-1)?.miner_key;
  }
}

/** The miner with a key; null where it does not go out. */
export function minerOf(history: OutgoingHistory, key: number): OutgoingMiner | null {
  const [miner] = history.miners(key - 1, 1);
  return miner?.miner_key === key ? miner : null;
}

/**
 * Up to when history is there, with the part that is there of the span that is being sent: the share
 * of its miners.
 */
export function reachedAt(history: OutgoingHistory, { at, to, after_key }: DestinationPosition): number {
  return to === null ? at : at + (to - at) * history.minerShare(after_key);
}
