import { type RefObject, useLayoutEffect, useState } from 'react';

const UNKNOWN = { widthPx: 0, heightPx: 0 };

/**
 * The current inner size of an element in pixels. To read it from the element instead would force a
 * layout of the page.
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
