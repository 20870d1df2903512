import type { RemoteSite } from '../../../src-shared/model/index.ts';
import { formatDuration } from '../../../src-shared/text/format-duration.ts';
import { formatHashrate, quantityText } from '../../../src-shared/units.ts';
import { clockTime } from '../../ui/times.ts';
import { notWatching } from './site-marks.ts';
import { sitesTexts as texts } from './sites-texts.ts';

/** Longer than a response may take, because the two times that are compared are that far apart. */
const LEAST_CLOCK_MS = 10_000;

/** A short text for a list: "not monitoring"; null if everything is fine. */
export function shortSiteWords({ state }: Pick<RemoteSite, 'state'>): string | null {
  if (state.phase !== 'live') return texts.phases[state.phase];
  return notWatching(state) === null ? null : texts.notWatching;
}

/**
 * The state of a site: "live", "not monitoring since 14:05: …", "Not heard since Mon 3 Feb, 14:05.
 * Nothing listens there …", and whether its clock is wrong or its version is not that of `here`.
 */
export function siteWords(
  { state, source }: Pick<RemoteSite, 'state' | 'source'>,
  nowMs: number,
  here: string | null,
): string {
  if (state.phase !== 'live') {
    const heardAt = state.heard_at === null ? null : clockTime(state.heard_at, nowMs);
    if (state.error !== null) return texts.notSeen(heardAt, state.error);
    return `${texts.phases[state.phase]} · ${heardAt === null ? texts.neverHeard : texts.heard(heardAt)}`;
  }
  const watching = notWatching(state);
  const words =
    watching === null
      ? texts.phases.live
      : texts.notWatchingSince(clockTime(watching.since_at - siteAheadMs(state), nowMs), watching.reason ?? '');
  return [words, otherFarmWords({ state, source }, nowMs), siteClockWords(state), siteVersionWords(state, here)]
    .filter((part) => part !== null)
    .join(' · ');
}

/**
 * "Not heard since 14:05. At that time: 48 of 48 miners hashing, 6.34 PH/s sha256d. …"; null if the
 * site is seen, or was never.
 */
export function lastHeardWords({ state }: Pick<RemoteSite, 'state'>, nowMs: number): string | null {
  const { phase, heard_at, summary } = state;
  if (phase === 'live' || heard_at === null || summary === null) return null;
  const hashrates = summary.hashrates.map(
    ({ algorithm, hashrate_hs }) => `${quantityText(formatHashrate(hashrate_hs, algorithm))} ${algorithm}`,
  );
  const figures = texts.lastFigures(summary.hashing, summary.miners, hashrates);
  return texts.notHeardSince(clockTime(heard_at, nowMs), figures);
}

/** "version 0.2.0, here 0.1.0: …"; null if they are the same, or if one of them is unknown. */
function siteVersionWords({ summary }: RemoteSite['state'], here: string | null): string | null {
  const there = summary?.version ?? null;
  return there === null || here === null || there === here ? null : texts.otherVersion(there, here);
}

/** "another farm (South) since 14:05: …"; null if it is the one that responded first. */
function otherFarmWords({ state, source }: Pick<RemoteSite, 'state' | 'source'>, nowMs: number): string | null {
  const { other_farm_at: at, summary } = state;
  if (at === undefined) return null;
  const farm = summary?.site?.name ?? summary?.site?.id ?? '';
  return texts.otherFarm(farm, clockTime(at, nowMs), source === 'config');
}

/** How far the clock of a site is ahead; 0 if it is not wrong, or if that is unknown. */
export function siteAheadMs({ heard_at, summary }: RemoteSite['state']): number {
  if (heard_at === null || summary === null) return 0;
  const aheadMs = summary.now_at - heard_at;
  return Math.abs(aheadMs) < LEAST_CLOCK_MS ? 0 : aheadMs;
}

/** "its clock is 1 min behind"; null if it is not wrong, or if that is unknown. */
export function siteClockWords(state: RemoteSite['state']): string | null {
  const aheadMs = siteAheadMs(state);
  if (aheadMs === 0) return null;
  return texts.clockOff(formatDuration(Math.abs(aheadMs) / 1000), aheadMs > 0);
}
