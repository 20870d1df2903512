import { HALT_WORDS } from '../words/job-words.ts';
import { type WaveRules, waitsForProof } from './split-into-waves.ts';

/** How many failed miners, of all planned ones, stop a job; null if even all of them do not. */
export function stopsAt(planned: number, { stop_total_failed_percent }: WaveRules): number | null {
  const least = Math.floor((planned * stop_total_failed_percent) / 100) + 1;
  return least > planned ? null : least;
}

export interface WaveCounts {
  /** Counted from 0. */
  readonly wave: number;
  readonly size: number;
  readonly failed: number;
}

export interface TotalCounts {
  /** All planned miners: the base stays the same even if some are skipped later. */
  readonly planned: number;
  readonly failed: number;
}

/**
 * Why a job must halt, in words; null if it may continue. `why` is what the miner says that failed last.
 */
export function haltReason(
  wave: WaveCounts,
  total: TotalCounts,
  rules: WaveRules,
  why: string | null = null,
): string | null {
  const mustProve = waitsForProof(wave.wave + 1, rules);
  if (wave.failed > 0 && total.planned === 1) return HALT_WORDS.onlyMiner(why, mustProve);
  if (wave.failed > 0 && wave.wave === 0) {
    return HALT_WORDS.firstWave(wave.failed, wave.size, mustProve);
  }
  if (wave.failed * 100 > wave.size * rules.stop_wave_failed_percent) {
    return HALT_WORDS.wave(wave.failed, wave.size, wave.wave + 1, mustProve, rules.stop_wave_failed_percent);
  }
  if (total.failed * 100 > total.planned * rules.stop_total_failed_percent) {
    return HALT_WORDS.total(total.failed, total.planned, mustProve, rules.stop_total_failed_percent);
  }
  return null;
}
