import { isFirstScan } from '../../../src-shared/miner/first-scan.ts';
import type { Scan, Watching } from '../../../src-shared/model/index.ts';
import { ago, clockTime } from '../../ui/times.ts';
import { appTexts } from '../app-texts.ts';

/** Texts for the state of discovery. `share` is its progress from 0 to 1, null while idle. */
export interface ScanWords {
  readonly text: string;
  /** The same text for little room. */
  readonly brief?: string;
  readonly share: number | null;
  readonly failed: boolean;
  readonly detail: string | null;
}

const texts = appTexts.scan;

const RUNNING: Readonly<Partial<Record<Scan['phase'], string>>> = {
  dialling: texts.scanning,
  probing: texts.scanning,
  confirming: texts.confirming,
};

export function scanWords(scan: Scan | null, nowMs: number): ScanWords {
  if (scan === null) return { text: texts.never, share: null, failed: false, detail: null };
  const verb = RUNNING[scan.phase];
  if (verb !== undefined) {
    const share = scan.addresses_total === 0 ? 0 : scan.addresses_done / scan.addresses_total;
    const text = texts.progressOf(verb, scan.addresses_done, scan.addresses_total);
    const brief = texts.share(verb, Math.floor(share * 100));
    return { text, brief, share, failed: false, detail: foundWords(scan) };
  }
  const when = ago(scan.finished_at ?? scan.started_at, nowMs);
  if (scan.phase === 'done') {
    const met = scan.message ?? foundWords(scan);
    const detail = scan.duration_ms === null ? met : `${met}\n${tookWords(scan.duration_ms)}`;
    return { text: texts.last(when), brief: when, share: null, failed: false, detail };
  }
  const text = scan.phase === 'aborted' ? texts.cancelled(when) : texts.failed(when);
  return { text, share: null, failed: true, detail: scan.message };
}

/**
 * The other devices that a scan found, such as "3 other devices, 2 not identified"; null if there
 * were none.
 */
export function devicesWords({ other_devices, not_identified }: Scan): string | null {
  const { others, notIdentified } = appTexts.devices;
  const parts: string[] = [];
  if (other_devices > 0) parts.push(others(other_devices));
  if (not_identified > 0) parts.push(notIdentified(not_identified));
  return parts.length === 0 ? null : parts.join(', ');
}

/** Text for screen readers: only starts and ends of scans, not each step of their progress. */
export function scanAnnouncement(scan: Scan | null): string {
  if (scan === null || scan.trigger === 'schedule') return '';
  if (scan.phase === 'done') return texts.finished(foundWords(scan));
  if (scan.phase === 'failed' || scan.phase === 'aborted') return texts.stopped(scan.message ?? texts.noReason);
  return texts.started;
}

/** A small farm is scanned in a few milliseconds, which would be shown as "0.0 s". */
function tookWords(durationMs: number): string {
  return texts.took(
    durationMs < 100 ? texts.milliseconds(Math.round(durationMs)) : texts.seconds((durationMs / 1000).toFixed(1)),
  );
}

/** "34 miners found (34 new, 1 back online); 4 other devices answered". */
function foundWords(scan: Scan): string {
  const changes: string[] = [];
  if (scan.miners_new > 0) changes.push(texts.new(scan.miners_new));
  if (scan.miners_back > 0) changes.push(texts.back(scan.miners_back));
  if (scan.miners_offline > 0) changes.push(texts.offline(scan.miners_offline));
  const miners = texts.minersFound(scan.miners_found) + (changes.length === 0 ? '' : ` (${changes.join(', ')})`);
  return scan.not_miners === 0 ? miners : `${miners}; ${texts.others(scan.not_miners)}`;
}

/**
 * Why the farm, or a part of it, is not monitored at the moment. Null while PowerHive watches all
 * of it, and at the start, when the header shows the first scan.
 */
export function notWatchingWords(
  watching: Watching | null,
  lastFinishedScan: Scan | null,
  nowMs: number,
): string | null {
  if (watching === null || watching.state === 'no_targets') return null;
  if (isFirstScan(watching, lastFinishedScan, nowMs)) return null;
  const since = clockTime(watching.since_at, nowMs);
  if (watching.state === 'watching') {
    return watching.reason === null ? null : appTexts.banners.notAll(since, watching.reason);
  }
  const { paused, notMonitoring } = appTexts.banners;
  return watching.state === 'paused' ? paused(since, watching.reason) : notMonitoring(since, watching.reason);
}
