import { type CSSProperties, type ReactNode, useRef, useState } from 'react';
import { useInnerSize } from '../../ui/layout/use-inner-size.ts';
import classes from './overview-screen.module.css';

/**
 * The parts of the overview. While the pointer is over them they keep the height that they have
 * without a banner: when one comes, the rest is scrolled to, and no rack of the map changes its size
 * under the hand. `isBeside`: a panel is opened.
 */
export function KeptHeight({ isBeside, children }: { isBeside: boolean; children: ReactNode }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { heightPx } = useInnerSize(scroller);
  const [isPointed, setPointed] = useState(false);
  const kept = useRef({ windowSize: '', heightPx: 0 });
  const windowSize = `${window.innerWidth} × ${window.innerHeight}`;
  const isKept = isPointed && kept.current.windowSize === windowSize;
  kept.current = { windowSize, heightPx: isKept ? Math.max(kept.current.heightPx, heightPx) : heightPx };
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      data-beside={isBeside}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      <div className={classes.parts} style={{ '--kept-height': `${kept.current.heightPx}px` } as CSSProperties}>
        {children}
      </div>
    </div>
  );
}
