import { type CSSProperties, type ReactNode, useRef } from 'react';
import { useInnerSize } from '../../ui/layout/use-inner-size.ts';
import classes from './overview-screen.module.css';

/**
 * The parts of the overview, which keep the height that they have without a banner: when one comes,
 * the rest is scrolled to, and no rack of the map changes its size. `isBeside`: a panel is opened.
 */
export function KeptHeight({ isBeside, children }: { isBeside: boolean; children: ReactNode }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { heightPx } = useInnerSize(scroller);
  const kept = useRef({ windowSize: '', heightPx: 0 });
  const windowSize = `${window.innerWidth} × ${window.innerHeight}`;
  const isSame = kept.current.windowSize === windowSize;
  kept.current = { windowSize, heightPx: isSame ? Math.max(kept.current.heightPx, heightPx) : heightPx };
  return (
    <div ref={scroller} className={classes.scroller} data-beside={isBeside}>
      <div className={classes.parts} style={{ '--kept-height': `${kept.current.heightPx}px` } as CSSProperties}>
        {children}
      </div>
    </div>
  );
}
