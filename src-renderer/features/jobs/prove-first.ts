import type { JobRules } from '../../../src-shared/model/index.ts';

/** The rules that say whether one miner goes before the others. */
export type FirstRules = Pick<JobRules, 'first_wave' | 'next_wave_when'>;

/** Whether by these rules a single miner must be proven before any other is changed. */
export function provesFirst({ first_wave, next_wave_when }: FirstRules): boolean {
  return first_wave === 1 && next_wave_when !== 'in_force';
}

/** The rules that change with the choice; one that waits for each wave goes on to do so. */
export function rulesToProveFirst(isChosen: boolean, { next_wave_when }: FirstRules): Partial<FirstRules> {
  if (!isChosen) return { next_wave_when: 'in_force' };
  return { first_wave: 1, next_wave_when: next_wave_when === 'proven' ? 'proven' : 'first_proven' };
}
