import { type RefObject, useEffect } from 'react';

/**
 * Scrolls to the opened cell of the map if the panel that opens would cover it. `openedId` is null
 * unless the miner was opened in the map: what is elsewhere stays under the pointer.
 */
export function useOpenedInSight(map: RefObject<HTMLElement | null>, openedId: string | null): void {
  useEffect(() => {
    const beside = map.current?.closest('[data-beside]');
    if (openedId === null || beside == null) return;
    // The panel may come a moment later, and then the screen is narrower.
    const observer = new ResizeObserver(() =>
      map.current?.querySelector('[data-opened]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    );
    observer.observe(beside);
    return () => observer.disconnect();
  }, [map, openedId]);
}
