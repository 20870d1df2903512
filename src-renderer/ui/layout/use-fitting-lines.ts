import { type RefObject, useLayoutEffect, useState } from 'react';

/**
 * How many of the first children of a list are visible as a whole, at least one. The list hides the
 * others, so that no line is cut. Where all fit with their texts on several lines each, the list has
 * `data-wrap` for its styles. Measured again whenever the list or its text may have changed
 * (`lines`) and when its size does.
 */
export function useFittingLines(list: RefObject<HTMLElement | null>, lines: string): number {
  const [fitting, setFitting] = useState(Number.POSITIVE_INFINITY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines have other heights
  useLayoutEffect(() => {
    const target = list.current;
    if (target === null) return;
    const firstCut = (wrap: boolean): number => {
      target.dataset['wrap'] = String(wrap);
      const end = target.getBoundingClientRect().bottom + 1;
      return [...target.children].findIndex((child) => child.getBoundingClientRect().bottom > end);
    };
    const measure = (): void => {
      const cut = firstCut(true) === -1 ? -1 : firstCut(false);
      setFitting(cut === -1 ? Number.POSITIVE_INFINITY : Math.max(1, cut));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [list, lines]);
  return fitting;
}
