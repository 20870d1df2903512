import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { VERDICT_ORDER } from '../../../../src-shared/actions/action-words.ts';
import { leftOutUndone } from '../../../../src-shared/actions/left-out.ts';
import type { Job, JobDetail, Verdict } from '../../../../src-shared/model/index.ts';
import { actorWords } from '../../../../src-shared/text/actor-words.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import type { SeenRunning } from '../../../api/live/job-steps.ts';
import type { LiveView } from '../../../api/live/live-state.ts';
import { LoadFailed } from '../../../api/load-failed.tsx';
import { useLive, usePowerHive } from '../../../api/use-powerhive.ts';
import { Skeleton } from '../../../ui/feedback/callout.tsx';
import { Choice } from '../../../ui/forms/choice.tsx';
import { SidePanel, SidePanelBody } from '../../../ui/layout/side-panel.tsx';
import { clockTime } from '../../../ui/times.ts';
import { useNow } from '../../../ui/use-now.ts';
import { jobProgress, jobStateText, orderTitle, troubleWords, verdictTitle } from '../job-words.ts';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';
import { type FollowUp, FollowUpPlan } from './follow-up-plan.tsx';
import { JobBar } from './job-bar.tsx';
import { JobButtons } from './job-buttons.tsx';
import {
  type DoneSince,
  doneSince,
  jobSeconds,
  leftOutText,
  paceWords,
  type Undone,
  undoneWords,
} from './job-facts.ts';
import { JobItems } from './job-items.tsx';
import { PauseEnd } from './pause-end.tsx';

const texts = jobsTexts.job;
/** A running job of 10,000 miners is read every five seconds, a small one at each step. */
const REFRESH_MS_PER_MINER = 0.5;

/** One job: its progress, the result for each miner, and buttons to stop and undo it. */
export function JobPanel(props: {
  jobId: string;
  /** The newest first. */
  jobs: readonly Job[];
  undos: ReadonlyMap<string, Undone>;
  onClose: () => void;
}) {
  const { jobId, jobs, undos, onClose } = props;
  const { orpc } = usePowerHive();
  const select = useCallback((view: LiveView) => view.jobs.find(({ job_id }) => job_id === jobId), [jobId]);
  const live = useLive(select);
  const lastReadMs = useRef(0);
  const detail = useQuery(
    orpc.jobs.get.queryOptions({ input: { job_id: jobId }, placeholderData: keepPreviousData, staleTime: 0 }),
  );
  const { refetch } = detail;
  const job = detail.data;
  lastReadMs.current = detail.dataUpdatedAt;
  const pauseMs = live?.finished_at === null ? (job?.items.length ?? 0) * REFRESH_MS_PER_MINER : 0;
  useEffect(() => {
    if (live === undefined) return;
    const timer = setTimeout(() => void refetch(), Math.max(0, lastReadMs.current + pauseMs - Date.now()));
    return () => clearTimeout(timer);
  }, [live, refetch, pauseMs]);
  return (
    <SidePanel label={job === undefined ? texts.label : orderTitle(job.action, job.params)} onClose={onClose}>
      {job !== undefined ? (
        <JobParts
          job={job}
          now={live ?? job}
          since={doneSince(job, jobs)}
          undone={undos.get(job.job_id) ?? null}
          onRead={() => void refetch()}
        />
      ) : detail.isError ? (
        <LoadFailed title={texts.failed} query={detail} />
      ) : (
        <div className={classes.loading}>
          <Skeleton rows={8} label={texts.loading} />
        </div>
      )}
    </SidePanel>
  );
}

/** `now` is the job in the live stream, which is newer than its miners: these are read less often. */
function JobParts(props: { job: JobDetail; now: Job; since: DoneSince; undone: Undone | null; onRead: () => void }) {
  const { job, now, since, undone, onRead } = props;
  const { live } = usePowerHive();
  const nowMs = useNow();
  const [followUp, setFollowUp] = useState<FollowUp | null>(null);
  const [filter, setFilter] = useState<Verdict | 'all'>('all');
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed does not exist any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: an undo or a retry begins or is left
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [followUp]);
  const { planned } = jobProgress(now);
  const leftOut = leftOutText(now);
  const shown = VERDICT_ORDER.filter((verdict) => (job.counts[verdict] ?? 0) > 0);
  const items = filter === 'all' ? job.items : job.items.filter(({ verdict }) => verdict === filter);
  return (
    <>
      <header className={classes.head}>
        <h2 ref={heading} tabIndex={-1} className={classes.title}>
          {orderTitle(job.action, job.params)}
        </h2>
        {job.miners_text != null && <p>{job.miners_text}</p>}
        <p className={classes.quiet}>{jobFacts(now, live.state.jobSteps.of(job.job_id), nowMs)}</p>
        <JobUndo job={job} undone={undone} />
        <PauseEnd job={job} now={now} nowMs={nowMs} />
        {now.reason !== null && <p className={classes.bad}>{now.reason}</p>}
        {leftOut !== null && <p className={leftOutUndone(now) ? classes.bad : classes.quiet}>{leftOut}</p>}
        {now.state === 'paused' && <p className={classes.quiet}>{pausedText(now)}</p>}
        {now.state === 'scheduled' && <p className={classes.quiet}>{texts.scheduled(planned)}</p>}
        <JobBar job={now} />
        {followUp === null && (
          <JobButtons job={{ ...job, ...now }} since={since} onRead={onRead} onFollowUp={setFollowUp} />
        )}
      </header>
      {followUp !== null ? (
        <FollowUpPlan job={job} followUp={followUp} onClose={() => setFollowUp(null)} />
      ) : (
        <SidePanelBody>
          <div className={classes.whole}>
            <div className={classes.tabs}>
              <Choice
                label={texts.filter}
                value={filter}
                onChange={setFilter}
                options={[
                  { value: 'all', text: texts.all(job.items.length) },
                  ...shown.map((verdict) => ({
                    value: verdict,
                    text: texts.verdict(verdictTitle(job.action, verdict), job.counts[verdict] ?? 0),
                  })),
                ]}
              />
            </div>
            <JobItems action={job.action} retries={job.retries} items={items} nowMs={nowMs} />
          </div>
        </SidePanelBody>
      )}
    </>
  );
}

/** Links an undo and the job that it undoes. */
function JobUndo({ job, undone }: { job: Job; undone: Undone | null }) {
  if (job.undo_of === null && undone === null) return null;
  return (
    <p className={classes.quiet}>
      {job.undo_of !== null && <Link href={`/jobs/${job.undo_of}`}>{texts.undoes}</Link>}
      {job.undo_of !== null && undone !== null && ' · '}
      {undone !== null && <Link href={`/jobs/${undone.job_id}`}>{undoneWords(undone)}</Link>}
    </p>
  );
}

/** After a sleep of the computer, restarts for stored settings wait too. */
function pausedText(job: Job): string {
  const { planned, ended, running } = jobProgress(job);
  const held = job.reason === null ? 0 : (job.counts.stored ?? 0);
  return texts.paused(job.reason === null ? running : 0, planned - ended - running + held);
}

function jobFacts(job: Job, since: SeenRunning | null, nowMs: number): string {
  const { planned, ended } = jobProgress(job);
  return [
    jobStateText(job),
    job.state === 'running' && job.waves.length > 1 ? texts.wave(job.wave, job.waves.length) : null,
    job.finished_at === null ? texts.of(ended, planned) : null,
    ...troubleWords(job),
    job.state === 'scheduled' && job.start_at !== null ? texts.startsAt(clockTime(job.start_at, nowMs)) : null,
    job.spread_minutes === null ? null : texts.spread(formatDuration(job.spread_minutes * 60)),
    job.state === 'scheduled' ? null : clockTime(job.start_at ?? job.created_at, nowMs),
    job.finished_at === null ? null : texts.took(formatDuration(jobSeconds(job, nowMs))),
    ...paceWords(job, since, nowMs),
    actorWords(job.actor),
    job.retries === 0 ? null : texts.retries(job.retries),
  ]
    .filter((fact) => fact !== null)
    .join(' · ');
}
