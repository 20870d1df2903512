import type { DestinationPosition } from '../store/destination-records.ts';
import type { OutgoingHistory } from '../store/outgoing-history.ts';

/**
 * Up to when history is there, with the part that is there of the span that is being sent: the share
 * of its miners.
 */
export function reachedAt(history: OutgoingHistory, { at, to, after_key }: DestinationPosition): number {
  return to === null ? at : at + (to - at) * history.minerShare(after_key);
}
