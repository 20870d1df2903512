import type { JobPlan } from './model/index.ts';

type Planned = JobPlan['planned'];

/**
 * Of how many planned miners the change of power, or of hash rate, is known, in words for behind a
 * sum that is not of all of them; null where it is of all, or of none.
 */
export function knownOfWords(planned: Planned): string | null {
  const knownOf = (of: 'power_w' | 'hashrate_hs'): number =>
    planned.filter(({ before, expect }) => before[of] !== null && expect[of] !== null).length;
  const known = [knownOf('power_w'), knownOf('hashrate_hs')].filter((count) => count > 0);
  const fewest = Math.min(...known);
  return known.length === 0 || fewest === planned.length ? null : `known of ${fewest} of ${planned.length}`;
}
