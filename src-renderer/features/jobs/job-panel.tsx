import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { confirmed, typedCount } from '../../../src-shared/judging/typed-count.ts';
import type { Job, JobDetail, Verdict } from '../../../src-shared/model/index.ts';
import { formatDuration } from '../../../src-shared/units.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import type { SeenRunning } from '../../api/job-steps.ts';
import type { LiveView } from '../../api/live-state.ts';
import { useLive, usePowerHive } from '../../api/use-powerhive.ts';
import { FailureCallout, Skeleton } from '../../ui/feedback/callout.tsx';
import { toastFailure } from '../../ui/feedback/toast.tsx';
import { Choice } from '../../ui/forms/choice.tsx';
import { SidePanel, SidePanelBody } from '../../ui/layout/side-panel.tsx';
import { clockTime } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import { ConfirmStart } from './confirm-start.tsx';
import { JobBar } from './job-bar.tsx';
import { type FollowUp, JobButtons } from './job-buttons.tsx';
import { jobSeconds, paceWords } from './job-facts.ts';
import { JobItems } from './job-items.tsx';
import { jobProgress, orderTitle, troubleWords } from './job-words.ts';
import classes from './jobs.module.css';
import { jobsTexts } from './jobs-texts.ts';
import { PlanView } from './plan-view.tsx';
import { useIsActing } from './use-act.ts';
import { ReadOnlyNote } from './verb-buttons.tsx';

const texts = jobsTexts.job;
/** A running job of 10,000 miners is read every five seconds, a small one at each step. */
const REFRESH_MS_PER_MINER = 0.5;
const VERDICTS = Object.keys(jobsTexts.verdicts) as Verdict[];

/** One job: its progress, the result for each miner, and buttons to stop and undo it. */
export function JobPanel({ jobId, onClose }: { jobId: string; onClose: () => void }) {
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
        <JobParts job={job} onRead={() => void refetch()} />
      ) : detail.isError ? (
        <FailureCallout title={texts.failed} why={callErrorMessage(detail.error)} />
      ) : (
        <div className={classes.loading}>
          <Skeleton rows={8} label={texts.loading} />
        </div>
      )}
    </SidePanel>
  );
}

function JobParts({ job, onRead }: { job: JobDetail; onRead: () => void }) {
  const { live } = usePowerHive();
  const nowMs = useNow();
  const [followUp, setFollowUp] = useState<FollowUp | null>(null);
  const [filter, setFilter] = useState<Verdict | 'all'>('all');
  const { planned } = jobProgress(job);
  const shown = VERDICTS.filter((verdict) => (job.counts[verdict] ?? 0) > 0);
  const items = filter === 'all' ? job.items : job.items.filter(({ verdict }) => verdict === filter);
  return (
    <>
      <header className={classes.head}>
        <h2 className={classes.title}>{orderTitle(job.action, job.params)}</h2>
        <p className={classes.quiet}>{jobFacts(job, live.state.jobSteps.of(job.job_id), nowMs)}</p>
        {job.reason !== null && <p className={classes.bad}>{job.reason}</p>}
        {job.state === 'paused' && <p className={classes.quiet}>{pausedText(job)}</p>}
        {job.state === 'scheduled' && <p className={classes.quiet}>{texts.scheduled(planned)}</p>}
        <JobBar job={job} />
        {followUp === null && <JobButtons job={job} onRead={onRead} onFollowUp={setFollowUp} />}
      </header>
      <SidePanelBody>
        {followUp !== null ? (
          <FollowUpPlan job={job} followUp={followUp} onClose={() => setFollowUp(null)} />
        ) : (
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
                    text: texts.verdict(jobsTexts.verdicts[verdict], job.counts[verdict] ?? 0),
                  })),
                ]}
              />
            </div>
            <JobItems action={job.action} retries={job.retries} items={items} nowMs={nowMs} />
          </div>
        )}
      </SidePanelBody>
    </>
  );
}

function FollowUpPlan({ job, followUp, onClose }: { job: Job; followUp: FollowUp; onClose: () => void }) {
  const { kind, plan } = followUp;
  const isUndo = kind === 'undo';
  const { client } = usePowerHive();
  const isActing = useIsActing();
  const [, navigate] = useLocation();
  const [starting, setStarting] = useState(false);
  const start = async (): Promise<void> => {
    setStarting(true);
    try {
      const started = await client.jobs[kind]({ params: { job_id: job.job_id }, body: confirmed(plan) });
      if ('job' in started) navigate(`/jobs/${started.job.job_id}`);
    } catch (error) {
      toastFailure(isUndo ? texts.undoFailed : texts.retryFailed, callErrorMessage(error));
      setStarting(false);
    }
  };
  return (
    <>
      <p className={classes.note}>{followUpNote(isUndo, plan.planned.length)}</p>
      <PlanView plan={plan} onOnly={null} />
      {isActing === false ? (
        <p className={classes.note}>
          <ReadOnlyNote />
        </p>
      ) : (
        <ConfirmStart
          plan={plan}
          asked={typedCount(plan.action, plan.planned.length)}
          what={isUndo ? texts.undoWhat : orderTitle(plan.action, plan.params)}
          starting={starting}
          disabled={false}
          onStart={() => void start()}
        />
      )}
      <div className={classes.confirm}>
        <Button variant="default" onClick={onClose}>
          {texts.keep}
        </Button>
      </div>
    </>
  );
}

function followUpNote(isUndo: boolean, planned: number): string {
  if (planned === 0) return isUndo ? texts.undoNothing : texts.retryNothing;
  return isUndo ? texts.undoTitle : texts.retryTitle;
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
    jobsTexts.states[job.state],
    job.state === 'running' && job.waves.length > 1 ? texts.wave(job.wave, job.waves.length) : null,
    job.finished_at === null ? texts.of(ended, planned) : null,
    ...troubleWords(job),
    job.state === 'scheduled' && job.start_at !== null ? texts.startsAt(clockTime(job.start_at, nowMs)) : null,
    job.spread_minutes === null ? null : texts.spread(formatDuration(job.spread_minutes * 60)),
    job.state === 'scheduled' ? null : clockTime(job.start_at ?? job.created_at, nowMs),
    job.finished_at === null ? null : texts.took(formatDuration(jobSeconds(job, nowMs))),
    ...paceWords(job, since, nowMs),
    texts.by(job.actor.name),
    job.retries === 0 ? null : texts.retries(job.retries),
    job.undo_of === null ? null : texts.undoes,
  ]
    .filter((fact) => fact !== null)
    .join(' · ');
}
