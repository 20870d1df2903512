import { type PointerEvent, useRef } from 'react';
import classes from './fleet-head.module.css';

/** The draggable edge of a column. By keyboard, widths are set in the column chooser. */
export function ResizeHandle(props: { onWidth: (widthPx: number) => void }) {
  const startPx = useRef<number | null>(null);
  const down = (event: PointerEvent<HTMLSpanElement>): void => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    startPx.current = event.currentTarget.parentElement?.getBoundingClientRect().left ?? null;
  };
  const move = (event: PointerEvent): void => {
    if (startPx.current !== null) props.onWidth(event.clientX - startPx.current);
  };
  const up = (): void => {
    startPx.current = null;
  };
  return (
    <span
      className={classes.handle}
      aria-hidden="true"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
    />
  );
}
