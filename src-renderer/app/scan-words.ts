import type { Scan, Watching } from '../../src-shared/model/index.ts';
import { ago, clockTime } from '../ui/times.ts';

/** How discovery stands. `share` is its progress from 0 to 1 while it goes on, else null. */
export interface ScanWords {
  readonly text: string;
  readonly share: number | null;
  readonly failed: boolean;
  readonly detail: string | null;
}

const RUNNING: Readonly<Partial<Record<Scan['phase'], string>>> = {
  dialling: 'scanning',
  probing: 'probing',
  confirming: 'confirming',
};

const number = new Intl.NumberFormat('en');

export function scanWords(scan: Scan | null, nowMs: number): ScanWords {
  if (scan === null) return { text: 'not scanned yet', share: null, failed: false, detail: null };
  const running = RUNNING[scan.phase];
  if (running !== undefined) {
    const progress = `${number.format(scan.addresses_done)} of ${number.format(scan.addresses_total)}`;
    const share = scan.addresses_total === 0 ? 0 : scan.addresses_done / scan.addresses_total;
    return { text: `${running} ${progress}`, share, failed: false, detail: found(scan) };
  }
  const when = ago(scan.finished_at ?? scan.started_at, nowMs);
  if (scan.phase === 'done') {
    const took = scan.duration_ms === null ? '' : ` · ${tookWords(scan.duration_ms)}`;
    return { text: `scanned ${when}${took}`, share: null, failed: false, detail: scan.message ?? found(scan) };
  }
  const word = scan.phase === 'aborted' ? 'scan cut short' : 'scan failed';
  return { text: `${word} ${when}`, share: null, failed: true, detail: scan.message };
}

/** What a scan met beside miners, such as "48 miners, 3 other devices, 2 not identified"; null where it met nothing else. */
export function devicesWords({ miners_found, other_devices, not_identified }: Scan): string | null {
  const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;
  if (other_devices + not_identified === 0) return null;
  const parts = [count(miners_found, 'miner', 'miners')];
  if (other_devices > 0) parts.push(count(other_devices, 'other device', 'other devices'));
  if (not_identified > 0) parts.push(`${number.format(not_identified)} not identified`);
  return parts.join(', ');
}

/** For those who listen instead of look: only beginnings and ends of scans, not each step of their progress. */
export function scanAnnouncement(scan: Scan | null): string {
  if (scan === null || scan.trigger === 'schedule') return '';
  if (scan.phase === 'done') return `Scan finished: ${found(scan)}`;
  if (scan.phase === 'failed' || scan.phase === 'aborted') return `Scan failed: ${scan.message ?? 'no reason given'}`;
  return 'Scan started';
}

/** A small farm is through in a few milliseconds, which is worth showing and no "0.0 s". */
function tookWords(durationMs: number): string {
  return durationMs < 100 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}

function found(scan: Scan): string {
  const parts = [`${number.format(scan.miners_found)} miners`, `${number.format(scan.answered)} addresses answered`];
  if (scan.miners_new > 0) parts.push(`${scan.miners_new} new`);
  if (scan.miners_back > 0) parts.push(`${scan.miners_back} back`);
  if (scan.miners_offline > 0) parts.push(`${scan.miners_offline} offline`);
  return parts.join(', ');
}

/** Why nothing can be said about the farm, or about a part of it, at the moment; null while PowerHive watches all of it. */
export function notWatchingWords(watching: Watching | null, nowMs: number): string | null {
  if (watching === null || watching.state === 'no_targets') return null;
  const since = clockTime(watching.since_at, nowMs);
  if (watching.state === 'watching') {
    return watching.reason === null ? null : `Not watching all of the farm since ${since}: ${watching.reason}`;
  }
  const reason = watching.reason === null ? '' : `: ${watching.reason}`;
  return watching.state === 'paused'
    ? `Watching is paused since ${since}${reason}`
    : `Not watching since ${since}${reason}`;
}
