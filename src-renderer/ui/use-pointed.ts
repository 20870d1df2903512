import { useEffect, useRef, useState } from 'react';

/** A pointer that has not moved for so long was left lying there. */
const LEFT_LYING_MS = 10_000;

interface Pointed {
  readonly isPointed: boolean;
  /** For the element that is pointed at. */
  readonly handlers: { readonly onPointerMove: () => void; readonly onPointerLeave: () => void };
}

/** Whether the pointer is on an element, which may be pressed next. */
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
