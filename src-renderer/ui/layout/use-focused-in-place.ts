import { type RefObject, useLayoutEffect } from 'react';

/**
 * Keeps the field in which one types where it is, while what is above it becomes taller or lower.
 * The browser's own scroll anchoring does so only for what is already scrolled.
 */
export function useFocusedInPlace(scroller: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const box = scroller.current;
    const content = box?.firstElementChild;
    if (box === null || content == null) return;
    let field: HTMLElement | null = null;
    let topPx = 0;
    let scrolledPx = 0;
    const remember = (): void => {
      const { activeElement } = document;
      field = activeElement instanceof HTMLElement && activeElement.matches('input, textarea') ? activeElement : null;
      topPx = field?.getBoundingClientRect().top ?? 0;
      scrolledPx = box.scrollTop;
    };
    // The field is not measured again: what is above it may be of another height already.
    const follow = (): void => {
      topPx += scrolledPx - box.scrollTop;
      scrolledPx = box.scrollTop;
    };
    const observer = new ResizeObserver(() => {
      follow();
      if (field === document.activeElement && field !== null && box.contains(field)) {
        box.scrollTop += field.getBoundingClientRect().top - topPx;
      }
      remember();
    });
    observer.observe(content);
    box.addEventListener('focusin', remember);
    box.addEventListener('scroll', follow);
    return () => {
      observer.disconnect();
      box.removeEventListener('focusin', remember);
      box.removeEventListener('scroll', follow);
    };
  }, [scroller]);
}
