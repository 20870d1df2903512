import type { MapBox, MapSpot } from './map-boxes.ts';

/** Position of a pointer in the window, in pixels. */
interface PointerAt {
  readonly clientX: number;
  readonly clientY: number;
}

/** The cell under the pointer; null if there is none. */
export function spotUnder(
  { target, clientX, clientY }: PointerAt & { readonly target: EventTarget | null },
  boxes: readonly MapBox[],
  cellPx: number,
): MapSpot | null {
  if (!(target instanceof HTMLCanvasElement)) return null;
  const box = Number(target.dataset['box']);
  const count = boxes[box]?.cells.length ?? 0;
  const { left, top } = target.getBoundingClientRect();
  const columns = boxes[box]?.columns ?? 1;
  const column = Math.floor((clientX - left) / cellPx);
  const cell = Math.floor((clientY - top) / cellPx) * columns + column;
  return column >= 0 && column < columns && cell >= 0 && cell < count ? { box, cell } : null;
}

/** The miners whose cells overlap a rectangle between two points. */
export function cellsWithin(
  host: HTMLElement | null,
  boxes: readonly MapBox[],
  cellPx: number,
  from: PointerAt,
  to: PointerAt,
): string[] {
  const [left, right] = [Math.min(from.clientX, to.clientX), Math.max(from.clientX, to.clientX)];
  const [top, bottom] = [Math.min(from.clientY, to.clientY), Math.max(from.clientY, to.clientY)];
  const ids: string[] = [];
  for (const canvas of host?.querySelectorAll('canvas') ?? []) {
    const rect = canvas.getBoundingClientRect();
    if (rect.right < left || rect.left > right || rect.bottom < top || rect.top > bottom) continue;
    const { cells, columns } = boxes[Number(canvas.dataset['box'])] ?? { cells: [], columns: 1 };
    cells.forEach((miner, cell) => {
      if (miner === null) return;
      const x = rect.left + (cell % columns) * cellPx;
      const y = rect.top + Math.floor(cell / columns) * cellPx;
      if (x + cellPx >= left && x <= right && y + cellPx >= top && y <= bottom) ids.push(miner.id);
    });
  }
  return ids;
}
