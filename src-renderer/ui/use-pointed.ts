import { useEffect, useRef, useState } from 'react';

/** A pointer that has not moved for this long does not count any more. */
const LEFT_LYING_MS = 10_000;

interface Pointed {
  readonly isPointed: boolean;
  /** Event handlers for the element. */
  readonly handlers: { readonly onPointerMove: () => void; readonly onPointerLeave: () => void };
}

/** Whether the pointer is on an element, so that a click may follow. */
export function usePointed(): Pointed {
  const [isPointed, setPointed] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const end = (): void => {
    window.clearTimeout(timer.current);
    setPointed(false);
  };
  const begin = (): void => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(end, LEFT_LYING_MS);
    setPointed(true);
  };
  return { isPointed, handlers: { onPointerMove: begin, onPointerLeave: end } };
}
