import type { JobRules } from '../../../../src-shared/model/index.ts';

/** The rules that decide whether one miner goes before the others. */
export type FirstRules = Pick<JobRules, 'first_wave' | 'next_wave_when'>;

/** Whether these rules require that a single miner is proven before any other is changed. */
export function provesFirst({ first_wave, next_wave_when }: FirstRules): boolean {
  return first_wave === 1 && next_wave_when !== 'in_force';
}

/** The rules to change for the choice. A job that waits for each wave keeps doing so. */
export function rulesToProveFirst(isChosen: boolean, { next_wave_when }: FirstRules): Partial<FirstRules> {
  if (!isChosen) return { next_wave_when: 'in_force' };
  return { first_wave: 1, next_wave_when: next_wave_when === 'proven' ? 'proven' : 'first_proven' };
}
