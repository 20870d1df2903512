import type { Settings, Verdict } from '../../src-shared/model/index.ts';

/** How a job grows, and when it stops by itself. */
export type WaveRules = Pick<
  Settings['actions'],
  | 'first_wave'
  | 'second_wave'
  | 'third_wave_percent'
  | 'third_wave_most'
  | 'wave_most'
  | 'stop_wave_failed_percent'
  | 'stop_total_failed_percent'
>;

/** The sizes of the waves for so many miners: by default 1, 5, 10 % (50 at most), then 100 at most. */
export function waveSizes(count: number, rules: WaveRules): number[] {
  const third = Math.min(rules.third_wave_most, Math.max(1, Math.ceil((count * rules.third_wave_percent) / 100)));
  const first = [rules.first_wave, rules.second_wave, third];
  const sizes: number[] = [];
  for (let left = count; left > 0; ) {
    const size = Math.min(left, first[sizes.length] ?? rules.wave_most);
    sizes.push(size);
    left -= size;
  }
  return sizes;
}

/** Verdicts of miners that were to be changed and are not as they should be. */
const FAILED: ReadonlySet<Verdict> = new Set<Verdict>(['refused', 'failed', 'unknown', 'stored']);

export function isFailed(verdict: Verdict): boolean {
  return FAILED.has(verdict);
}

export interface WaveCounts {
  /** Counted from 0. */
  readonly wave: number;
  readonly size: number;
  readonly failed: number;
}

export interface TotalCounts {
  /** All that were planned: the base stays the same, whatever is skipped later. */
  readonly planned: number;
  readonly failed: number;
}

/** Why a job must not go on, in words; null where it may. */
export function haltReason(wave: WaveCounts, total: TotalCounts, rules: WaveRules): string | null {
  if (wave.failed > 0 && wave.wave === 0) return 'It failed on the first miner.';
  if (wave.failed * 100 > wave.size * rules.stop_wave_failed_percent) {
    return `${wave.failed} of ${wave.size} miners of wave ${wave.wave + 1} failed, more than ${rules.stop_wave_failed_percent} %.`;
  }
  if (total.failed * 100 > total.planned * rules.stop_total_failed_percent) {
    return `${total.failed} of ${total.planned} planned miners failed, more than ${rules.stop_total_failed_percent} %.`;
  }
  return null;
}
