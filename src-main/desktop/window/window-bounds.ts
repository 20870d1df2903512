import { z } from 'zod';

/** The last bounds of the window, in Electron's device-independent pixels. */
export const WindowBounds = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
});
export type WindowBounds = z.infer<typeof WindowBounds>;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const LEAST_SIZE = { width: 960, height: 600 } as const;
const FIRST_SIZE = { width: 1440, height: 900 } as const;

/** How much of the window's upper edge must be on a display, to be seen and dragged. */
const GRIP = { width: 120, height: 40 } as const;

/**
 * The bounds to open with: the last ones if still on a display, else centred (no x and y). Never
 * larger than the display.
 */
export function openingBounds(
  left: WindowBounds | null,
  workAreas: readonly Rectangle[],
): { x?: number; y?: number; width: number; height: number; maximized: boolean } {
  const first = workAreas[0];
  const most = first === undefined ? FIRST_SIZE : { width: first.width, height: first.height };
  if (left === null) return { ...fitted(FIRST_SIZE, most), maximized: false };
  const size = { width: Math.max(left.width, LEAST_SIZE.width), height: Math.max(left.height, LEAST_SIZE.height) };
  const grip = { x: left.x, y: left.y, width: size.width, height: GRIP.height };
  const area = workAreas.find((candidate) => {
    const shared = overlap(grip, candidate);
    return shared.width >= GRIP.width && shared.height >= GRIP.height;
  });
  if (area === undefined) return { ...fitted(size, most), maximized: left.maximized };
  return { x: left.x, y: left.y, ...fitted(size, area), maximized: left.maximized };
}

function fitted(size: { width: number; height: number }, most: { width: number; height: number }) {
  return { width: Math.min(size.width, most.width), height: Math.min(size.height, most.height) };
}

function overlap(a: Rectangle, b: Rectangle): { width: number; height: number } {
  return {
    width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
    height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
  };
}
