import type { JobAction, JobItem } from '../../../src-shared/model/index.ts';

/**
 * The preset that PowerHive set last on a miner, after this step of a job. Undefined if the step
 * does not change it; null if it is not known any more, so that a lower preset is no fault. `shown`
 * is the miner's last reported preset.
 */
export function presetSetBy(
  action: JobAction,
  { verdict, code, after, finished_at }: Pick<JobItem, 'verdict' | 'code' | 'after' | 'finished_at'>,
  shown: string | null,
): string | null | undefined {
  if (action !== 'preset') return undefined;
  if (verdict === 'in_force' || verdict === 'proven') return after?.preset ?? undefined;
  // Another tool has already set the requested preset.
  if (verdict === 'skipped') return code === 'already_there' ? shown : undefined;
  // The miner may run with the old preset, or with the new one after its next restart.
  return (verdict === 'stored' || verdict === 'unknown') && finished_at !== null ? null : undefined;
}
