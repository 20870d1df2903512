import { DAY_MS, HOUR_MS } from '../../src-shared/milliseconds.ts';
import { slotStart } from '../history/tiers.ts';
import type { DestinationPosition } from '../store/destination-records.ts';
import type { OutgoingHistory, OutgoingMiner } from '../store/outgoing-history.ts';
import type { OutgoingTask } from './outgoing-task.ts';

/** A step returns after this time, so that its position is stored. */
export const STEP_MS = 1000;
/** How many filled ranges are sent together. */
export const MOST_FILLS = 100;
const MINERS_AT_ONCE = 500;

/** Time from which a destination gets history. */
export const startOf = ({ destination }: OutgoingTask): number => destination.since_at ?? destination.created_at;

/** Where stored history begins: nothing before `firstAt`, and no readings before `readingsAt`. */
export interface KeptSince {
  readonly firstAt: number;
  readonly readingsAt: number;
}

/**
 * The time span to send next: the one that is partly sent, else the next hour, or the next day
 * where there are no readings yet. A span without `to` is empty. Null if everything up to `upToAt`
 * was sent.
 */
export function nextSpan(
  { upToAt }: OutgoingTask,
  position: DestinationPosition,
  keptSince: () => KeptSince,
): DestinationPosition | null {
  // A span that was begun is always finished, even if the clock was set back a little since.
  if (position.to !== null) return position;
  if (position.at >= upToAt) return null;
  const { firstAt, readingsAt } = keptSince();
  const at = Math.max(position.at, firstAt);
  if (at >= upToAt) return { ...position, at: upToAt };
  const to = at < readingsAt ? Math.min(readingsAt, slotStart(at, DAY_MS) + DAY_MS) : slotStart(at, HOUR_MS) + HOUR_MS;
  return { ...position, at, to: Math.min(to, upToAt), after_key: 0 };
}

/** The miners with a larger key, in the order of their keys. */
export function* minersAfter(history: OutgoingHistory, afterKey: number): Generator<OutgoingMiner> {
  let last: number | undefined = afterKey;
  while (last !== undefined) {
    const page = history.miners(last, MINERS_AT_ONCE);
    yield* page;
    last = page.at(-1)?.miner_key;
  }
}

/** The miner with a key; null if it is not sent. */
export function minerOf(history: OutgoingHistory, key: number): OutgoingMiner | null {
  const [miner] = history.miners(key - 1, 1);
  return miner?.miner_key === key ? miner : null;
}

/**
 * Time up to which history has arrived. Of the span that is being sent, the share of miners that
 * were sent counts as that share of its time.
 */
export function reachedAt(history: OutgoingHistory, { at, to, after_key }: DestinationPosition): number {
  return to === null ? at : at + (to - at) * history.minerShare(after_key);
}
