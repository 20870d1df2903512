import { useLive } from '../../api/use-powerhive.ts';

/** Whether it is known how many miners there are: before the first of them have come, a zero would be a lie. */
export function useFleetKnown(miners: readonly unknown[]): boolean {
  return useLive((view) => view.fill === 'whole') || miners.length > 0;
}
