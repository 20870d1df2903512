import type { Job, Verdict } from '../../../src-shared/model/index.ts';

/** The parts of a job as its bar shows them, in this order. */
export const JOB_PARTS = ['queued', 'sent', 'stored', 'in_force', 'proven', 'failed', 'skipped'] as const;
export type JobPart = (typeof JOB_PARTS)[number];

const PART_OF: Readonly<Record<Verdict, JobPart>> = {
  planned: 'queued',
  running: 'sent',
  stored: 'stored',
  in_force: 'in_force',
  proven: 'proven',
  failed: 'failed',
  refused: 'failed',
  unknown: 'failed',
  skipped: 'skipped',
  cancelled: 'skipped',
};

/** How many miners of a job are in each part, without parts that have none. */
export function jobParts({ counts }: Pick<Job, 'counts'>): { part: JobPart; miners: number }[] {
  const sums = new Map<JobPart, number>();
  for (const [verdict, count] of Object.entries(counts) as [Verdict, number][]) {
    const part = PART_OF[verdict];
    sums.set(part, (sums.get(part) ?? 0) + count);
  }
  return JOB_PARTS.flatMap((part) => {
    const miners = sums.get(part) ?? 0;
    return miners === 0 ? [] : [{ part, miners }];
  });
}
