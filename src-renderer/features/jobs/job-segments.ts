import type { Job, Verdict } from '../../../src-shared/model/index.ts';

/** The parts of a job as its bar shows them, in this order. */
export const JOB_SEGMENTS = ['queued', 'sent', 'stored', 'in_force', 'proven', 'failed', 'skipped'] as const;
export type JobSegment = (typeof JOB_SEGMENTS)[number];

const PART_OF: Readonly<Record<Verdict, JobSegment>> = {
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

/** A part of a job, with the verdicts that its miners have. */
interface SegmentOfJob {
  readonly part: JobSegment;
  readonly miners: number;
  readonly verdicts: readonly Verdict[];
}

/** How many miners of a job are in each part, without parts that have none. */
export function jobSegments({ counts }: Pick<Job, 'counts'>): SegmentOfJob[] {
  return JOB_SEGMENTS.flatMap((part) => {
    const verdicts = (Object.keys(PART_OF) as Verdict[]).filter(
      (verdict) => PART_OF[verdict] === part && (counts[verdict] ?? 0) > 0,
    );
    const miners = verdicts.reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
    return miners === 0 ? [] : [{ part, miners, verdicts }];
  });
}
