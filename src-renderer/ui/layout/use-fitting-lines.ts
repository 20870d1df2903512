import { type RefObject, useLayoutEffect, useState } from 'react';

/**
 * How many of the first children of a list are visible as a whole, at least one. The list hides the
 * others, so that no line is cut. Measured again whenever the list or its text may have changed
 * (`lines`) and when its size does.
 */
export function useFittingLines(list: RefObject<HTMLElement | null>, lines: string): number {
  const [fitting, setFitting] = useState(Number.POSITIVE_INFINITY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines have other heights
  useLayoutEffect(() => {
    const target = list.current;
    if (target === null) return;
    const measure = (): void => {
      const end = target.getBoundingClientRect().top + target.clientHeight + 1;
      const children = [...target.children];
      const cut = children.findIndex((child) => child.getBoundingClientRect().bottom > end);
      setFitting(cut === -1 ? Number.POSITIVE_INFINITY : Math.max(1, cut));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [list, lines]);
  return fitting;
}
