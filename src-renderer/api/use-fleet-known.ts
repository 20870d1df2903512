import { useLive } from './use-powerhive.ts';

/**
 * Whether it is known how many miners there are: before the first of them have come, a zero would
 * be a lie. So it would be for a list that lags behind: an empty one counts only where the live
 * list is whole and empty too.
 */
export function useFleetKnown(miners: readonly unknown[]): boolean {
  return useLive((view) => view.fill === 'whole' && view.miners.length === 0) || miners.length > 0;
}
