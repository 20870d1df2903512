import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * A function that stays the same object and does what the newest one does: for parts of a screen
 * that are drawn only when what they show has changed. To be called by events, not while rendering.
 */
export function useStable<Args extends unknown[]>(does: (...args: Args) => void): (...args: Args) => void {
  const latest = useRef(does);
  useLayoutEffect(() => {
    latest.current = does;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
