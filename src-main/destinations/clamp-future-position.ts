import { HOUR_MS } from '../../src-shared/milliseconds.ts';
import { slotStart } from '../history/tiers.ts';
import type { DestinationPosition } from '../store/destination-records.ts';

/**
 * Moves a position in the future back to `upToAt`, so that new readings are sent after a clock that
 * was ahead has been corrected. A position at most `leewayMs` ahead is unchanged.
 */
export function clampFuturePosition(
  position: DestinationPosition,
  upToAt: number,
  leewayMs: number,
): DestinationPosition {
  const { tables } = position;
  const isAhead = (at: number): boolean => at > upToAt + leewayMs;
  const isOf = isAhead(position.at);
  const areTables = tables !== undefined && (isAhead(tables.at) || isAhead(tables.slots_at));
  if (!isOf && !areTables) return position;
  return {
    ...position,
    ...(isOf && { at: upToAt, to: null, after_key: 0 }),
    ...(tables !== undefined && {
      tables: {
        ...tables,
        at: Math.min(tables.at, upToAt),
        slots_at: Math.min(tables.slots_at, slotStart(upToAt, HOUR_MS)),
        slots_key: 0,
      },
    }),
  };
}
