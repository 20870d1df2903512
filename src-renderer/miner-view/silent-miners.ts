import { darkSilent } from '../../src-shared/miner/dark-miners.ts';
import { isMonitored, needsAttention } from '../../src-shared/miner/miner-now.ts';
import { whereWords } from '../../src-shared/miner/where-words.ts';
import type { Miner } from '../../src-shared/model/index.ts';
import { clockTime } from '../ui/times.ts';
import { modelTexts } from './model-texts.ts';

/** A single missed poll is no news, unless a part of the farm is dark. */
const LEAST_FAILURES = 2;

/** Monitored miners that just stopped answering, before it is a problem of theirs. */
export function silentMiners(miners: readonly Miner[]): readonly Miner[] {
  const dark = new Set(darkSilent(miners));
  return miners.filter(
    (miner) =>
      (dark.has(miner) || miner.polling.consecutive_failures >= LEAST_FAILURES) &&
      miner.online &&
      isMonitored(miner) &&
      !needsAttention(miner),
  );
}

/** "4 miners do not answer in rack R2 since 23:41"; null if none just stopped answering. */
export function silentWords(miners: readonly Miner[], nowMs: number): string | null {
  const silent = silentMiners(miners);
  if (silent.length === 0) return null;
  const heard = silent.flatMap(({ polling }) => polling.last_success_at ?? []);
  const since = heard.length === 0 ? null : clockTime(Math.min(...heard), nowMs);
  return modelTexts.silent(silent.length, whereWords(silent), since);
}
