import type { Judged } from '../goal/judge.ts';

/** What a request takes of the limits of starts (`run/limits/start-rate-limit.ts`). */
export interface Cost {
  readonly starts: number;
  readonly kw: number;
}

const STARTS: ReadonlySet<string> = new Set(['resume', 'start', 'restart', 'reboot']);

/** Whether a request of this kind makes a miner start. */
export function isStart(request: string): boolean {
  return STARTS.has(request);
}

/** What the first request to a miner takes of the start limit; null for nothing. */
export function costOf({ goal, rise_w }: Extract<Judged, { ok: true }>): Cost | null {
  const kw = Math.max(0, rise_w ?? 0) / 1000;
  if (isStart(goal.kind)) return { starts: 1, kw };
  return kw > 0 ? { starts: 0, kw } : null;
}
