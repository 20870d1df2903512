import type { CellShape } from './cell-looks.ts';

/** Where the jaw of a wrench is open, and half of how far, as angles of a canvas. */
const JAW_ANGLE = -Math.PI / 4;
const JAW_HALF = 0.8;

/** A square on a canvas, in CSS pixels. */
export interface Square {
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

/** Draws a mark like StateMark, which uses a square of 12. */
export function drawMark(
  pen: CanvasRenderingContext2D,
  shape: CellShape,
  { left, top, size }: Square,
  color: string,
): void {
  const unit = size / 12;
  const x = (at: number): number => left + at * unit;
  const y = (at: number): number => top + at * unit;
  pen.fillStyle = color;
  pen.strokeStyle = color;
  pen.lineWidth = Math.max(1, 1.4 * unit);
  pen.beginPath();
  switch (shape) {
    case 'disc':
      pen.arc(x(6), y(6), 4.8 * unit, 0, 2 * Math.PI);
      pen.fill();
      break;
    case 'partial':
      pen.moveTo(x(6), y(6));
      pen.arc(x(6), y(6), 4.8 * unit, 0, 1.5 * Math.PI);
      pen.fill();
      break;
    case 'square':
      pen.fillRect(x(0.8), y(0.8), 10.4 * unit, 10.4 * unit);
      break;
    case 'dash':
      pen.fillRect(x(2), y(5), 8 * unit, 2 * unit);
      break;
    case 'pause':
      pen.fillRect(x(2.4), y(2), 2.6 * unit, 8 * unit);
      pen.fillRect(x(7), y(2), 2.6 * unit, 8 * unit);
      break;
    case 'triangle':
      fillPath(pen, [x(6), y(1.2), x(11), y(10.4), x(1), y(10.4)]);
      break;
    case 'diamond':
      fillPath(pen, [x(6), y(0.3), x(11.7), y(6), x(6), y(11.7), x(0.3), y(6)]);
      break;
    case 'cross':
      pen.moveTo(x(2), y(2));
      pen.lineTo(x(10), y(10));
      pen.moveTo(x(10), y(2));
      pen.lineTo(x(2), y(10));
      pen.lineWidth = Math.max(1.5, 2 * unit);
      pen.stroke();
      break;
    default:
      shape satisfies never;
  }
}

function fillPath(pen: CanvasRenderingContext2D, points: readonly number[]): void {
  pen.moveTo(points[0] ?? 0, points[1] ?? 0);
  for (let i = 2; i < points.length; i += 2) pen.lineTo(points[i] ?? 0, points[i + 1] ?? 0);
  pen.fill();
}

/** Draws a wrench, as Fleet has it, with its jaw at the upper right. */
export function drawWrench(pen: CanvasRenderingContext2D, { left, top, size }: Square, color: string): void {
  const unit = size / 12;
  pen.strokeStyle = color;
  pen.lineWidth = Math.max(1.2, 2 * unit);
  const [jawX, jawY, jawRadius] = [left + 8 * unit, top + 4 * unit, 3 * unit];
  pen.beginPath();
  pen.arc(jawX, jawY, jawRadius, JAW_ANGLE + JAW_HALF, JAW_ANGLE - JAW_HALF + 2 * Math.PI);
  pen.stroke();
  pen.beginPath();
  pen.moveTo(left + 1.5 * unit, top + 10.5 * unit);
  pen.lineTo(left + 6 * unit, top + 6 * unit);
  pen.stroke();
}
