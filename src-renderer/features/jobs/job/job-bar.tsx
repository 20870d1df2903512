import type { Job, Verdict } from '../../../../src-shared/model/index.ts';
import { jobsTexts } from '../jobs-texts.ts';
import classes from './job-bar.module.css';
import { type JobSegment, jobSegments } from './job-segments.ts';

const texts = jobsTexts.job;

/** The miners of a job as a bar: queued, sent, stored, in force, proven, failed, skipped. */
export function JobBar({ job }: { job: Pick<Job, 'counts'> }) {
  const parts = jobSegments(job);
  return (
    <>
      <div className={classes.bar} aria-hidden="true">
        {parts.map(({ part, miners }) => (
          <span key={part} data-part={part} style={{ flexGrow: miners }} />
        ))}
      </div>
      <ul className={classes.legend} aria-label={texts.parts}>
        {parts.map(({ part, miners, verdicts }) => (
          <li key={part}>
            <span className={classes.mark} data-part={part} aria-hidden="true" />
            {texts.verdict(partText(part, verdicts), miners)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** A part with several verdicts is named by those that occur. */
function partText(part: JobSegment, verdicts: readonly Verdict[]): string {
  if (part !== 'failed' && part !== 'skipped') return texts.part[part];
  return verdicts.map((verdict) => jobsTexts.verdicts[verdict]).join(', ');
}
