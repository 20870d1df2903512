import { type RefObject, useLayoutEffect, useState } from 'react';

const UNKNOWN = { widthPx: 0, heightPx: 0 };

/**
 * The inner size of an element in pixels, as it is now. Reading it from the element instead makes
 * the browser lay the page out at once.
 */
export function useInnerSize(element: RefObject<HTMLElement | null>): { widthPx: number; heightPx: number } {
  const [size, setSize] = useState(UNKNOWN);
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return;
    const measure = (): void => setSize({ widthPx: target.clientWidth, heightPx: target.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
