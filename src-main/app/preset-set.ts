import type { JobAction, JobItem } from '../../src-shared/model/index.ts';

/**
 * The preset that PowerHive set last on a miner, after this step of a job; undefined where the step
 * says nothing of it. Null where that is not known any more: then it cannot be called a fall.
 * `shown` is the preset that the miner showed last.
 */
export function presetSetBy(
  action: JobAction,
  { verdict, code, after, finished_at }: Pick<JobItem, 'verdict' | 'code' | 'after' | 'finished_at'>,
  shown: string | null,
): string | null | undefined {
  if (action !== 'preset') return undefined;
  if (verdict === 'in_force' || verdict === 'proven') return after?.preset ?? undefined;
  // Another tool set what was wanted now.
  if (verdict === 'skipped') return code === 'already_there' ? shown : undefined;
  // It may run with the old one, or with the new one after its next restart.
  return (verdict === 'stored' || verdict === 'unknown') && finished_at !== null ? null : undefined;
}
