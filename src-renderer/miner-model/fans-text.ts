import { UNKNOWN } from '../../src-shared/units.ts';

/** "4 · 66%": how many fans and how fast. */
export function fansText(fanCount: number | null, dutyPercent: number | null): string {
  if (fanCount === null && dutyPercent === null) return UNKNOWN;
  if (fanCount === 0) return 'none';
  const duty = dutyPercent === null ? UNKNOWN : `${Math.round(dutyPercent)}%`;
  return `${fanCount ?? UNKNOWN} · ${duty}`;
}
