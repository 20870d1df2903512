import { useLive } from './use-powerhive.ts';

/**
 * Whether all miners are here. A page gets a large farm in parts: until the last of them, each
 * count and sum would be of a part, and look like one of the farm.
 */
export function useFleetKnown(): boolean {
  return useLive((view) => view.fill === 'whole');
}
