import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * A function that stays the same object and calls the latest version, for components that are
 * rendered only when their content changes. For event handlers, not for calls while rendering.
 */
export function useStable<Args extends unknown[]>(does: (...args: Args) => void): (...args: Args) => void {
  const latest = useRef(does);
  useLayoutEffect(() => {
    latest.current = does;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
