import { useKeys } from './use-keys.ts';

const PAGE_ROWS = 12;

/** j, k, the arrows, PageUp, PageDown, Home and End move the active row; Enter opens it. */
export function useRowKeys(rows: {
  readonly count: number;
  /** Index of the active row; -1 for none. */
  readonly active: number;
  readonly onActive: (index: number) => void;
  readonly onOpen: (index: number) => void;
}): void {
  const { count, active, onActive } = rows;
  const moveTo = (index: number): void => {
    if (count > 0) onActive(Math.max(0, Math.min(count - 1, index)));
  };
  const move = (step: number) => () => moveTo(active === -1 ? (step > 0 ? 0 : count - 1) : active + step);
  useKeys({
    j: move(1),
    ArrowDown: move(1),
    k: move(-1),
    ArrowUp: move(-1),
    PageDown: move(PAGE_ROWS),
    PageUp: move(-PAGE_ROWS),
    Home: () => moveTo(0),
    End: () => moveTo(count - 1),
    Enter: () => {
      if (active >= 0 && active < count) rows.onOpen(active);
    },
  });
}
