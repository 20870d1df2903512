import type { JobRules } from '../../../src-shared/model/index.ts';

/** How a job grows, and when it halts by itself (halt-rules.ts). */
export type WaveRules = JobRules;

/**
 * The rules of a job: its own if given, else those of the settings, whose defaults are in
 * `src-shared/setting-defaults/job-waves-and-starts.ts`.
 */
export function rulesOf(
  settings: JobRules,
  own: { readonly [K in keyof JobRules]?: JobRules[K] | undefined } = {},
): JobRules {
  return {
    first_wave: own.first_wave ?? settings.first_wave,
    second_wave: own.second_wave ?? settings.second_wave,
    third_wave_percent: own.third_wave_percent ?? settings.third_wave_percent,
    third_wave_most: own.third_wave_most ?? settings.third_wave_most,
    wave_most: own.wave_most ?? settings.wave_most,
    stop_wave_failed_percent: own.stop_wave_failed_percent ?? settings.stop_wave_failed_percent,
    stop_total_failed_percent: own.stop_total_failed_percent ?? settings.stop_total_failed_percent,
    next_wave_when: own.next_wave_when ?? settings.next_wave_when,
  };
}

/** Whether a wave, counted from 1, must be proven before the next one begins. */
export function waitsForProof(wave: number, { next_wave_when }: Pick<WaveRules, 'next_wave_when'>): boolean {
  return next_wave_when === 'proven' || (next_wave_when === 'first_proven' && wave === 1);
}

/** The sizes of the waves for `count` miners. */
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

/**
 * The wave of a miner by its index among the planned ones, which are in the order of the query or
 * of the given ids. The index counts from 0, waves from 1.
 */
export function waveOf(index: number, waves: readonly number[]): number {
  let from = 0;
  for (const [wave, size] of waves.entries()) {
    from += size;
    if (index < from) return wave + 1;
  }
  return waves.length;
}
