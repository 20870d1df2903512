import { useLive } from './use-powerhive.ts';

/**
 * Whether the number of miners is known: before the first of them arrive, 0 would be wrong. The
 * given list may be older than the live one, so an empty list counts only if the live list is
 * complete and empty too.
 */
export function useFleetKnown(miners: readonly unknown[]): boolean {
  return useLive((view) => view.fill === 'whole' && view.miners.length === 0) || miners.length > 0;
}
