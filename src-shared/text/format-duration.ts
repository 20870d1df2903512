import { UNKNOWN } from '../units.ts';

/** A duration in its two largest units: 9 d 3 h, 14 min, 7 s. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return UNKNOWN;
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}
