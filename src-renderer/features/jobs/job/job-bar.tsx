import type { Job, JobAction, Verdict } from '../../../../src-shared/model/index.ts';
import { verdictTitle } from '../job-words.ts';
import { jobsTexts } from '../jobs-texts.ts';
import classes from './job-bar.module.css';
import { jobSegments } from './job-segments.ts';

const texts = jobsTexts.job;

/** The miners of a job as a bar: queued, sent, stored, in force, proven, failed, skipped. */
export function JobBar({ job }: { job: Pick<Job, 'action' | 'counts'> }) {
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
            {texts.verdict(partText(job.action, verdicts), miners)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** A part is named by those of its verdicts that occur. */
function partText(action: JobAction, verdicts: readonly Verdict[]): string {
  return verdicts.map((verdict) => verdictTitle(action, verdict)).join(', ');
}
