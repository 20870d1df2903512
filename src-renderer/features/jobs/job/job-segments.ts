import type { Job, Verdict } from '../../../../src-shared/model/index.ts';

/** The parts of a job in its bar, in this order. */
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

/** A part of a job, with the verdicts of its miners. */
interface SegmentOfJob {
  readonly part: JobSegment;
  readonly miners: number;
  readonly verdicts: readonly Verdict[];
}

/** Number of miners of a job in each part, without empty parts. */
export function jobSegments({ counts }: Pick<Job, 'counts'>): SegmentOfJob[] {
  return JOB_SEGMENTS.flatMap((part) => {
    const verdicts = (Object.keys(PART_OF) as Verdict[]).filter(
      (verdict) => PART_OF[verdict] === part && (counts[verdict] ?? 0) > 0,
    );
    const miners = verdicts.reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
    return miners === 0 ? [] : [{ part, miners, verdicts }];
  });
}
