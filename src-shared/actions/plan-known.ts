import type { JobPlan } from '../model/index.ts';

type Planned = JobPlan['planned'];

/**
 * A remark for a sum: for how many planned miners the change of power or hash rate is known. Null
 * if it is known for all, or for none.
 */
export function knownOfWords(planned: Planned): string | null {
  const knownOf = (of: 'power_w' | 'hashrate_hs'): number =>
    planned.filter(({ before, expect }) => before[of] !== null && expect[of] !== null).length;
  const known = [knownOf('power_w'), knownOf('hashrate_hs')].filter((count) => count > 0);
  const fewest = Math.min(...known);
  return known.length === 0 || fewest === planned.length ? null : `known of ${fewest} of ${planned.length}`;
}
