import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { didNothing, leftOutUndone } from '../../../src-shared/actions/left-out.ts';
import type { Job } from '../../../src-shared/model/index.ts';
import { queryWords } from '../../../src-shared/query/index.ts';
import { actorNoun } from '../../../src-shared/text/actor-words.ts';
import { formatDuration } from '../../../src-shared/text/format-duration.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { LoadFailed } from '../../api/load-failed.tsx';
import { useLive, usePowerHive } from '../../api/use-powerhive.ts';
import { Callout, Skeleton, Strip } from '../../ui/feedback/callout.tsx';
import { ListPage } from '../../ui/layout/page.tsx';
import { clockTime } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import {
  countsText,
  jobSeconds,
  leftOutText,
  type Undone,
  undoneWords,
  undoStateWords,
  undosOf,
} from './job/job-facts.ts';
import { JobPanel } from './job/job-panel.tsx';
import { jobProgress, jobStateText, orderTitle, troubleWords } from './job-words.ts';
import classes from './jobs.module.css';
import { jobsTexts } from './jobs-texts.ts';

const texts = jobsTexts.list;
/** Jobs of one request. They are kept for 90 days, which may be many more. */
const PAGE = 200;

/** All jobs, the newest first, and a panel for the opened one. */
export function JobsScreen({ jobId }: { jobId: string | null }) {
  const [, navigate] = useLocation();
  const nowMs = useNow();
  const { pages, jobs } = useJobs();
  const undos = useMemo(() => undosOf(jobs), [jobs]);
  return (
    <div className={classes.screen}>
      <div className={classes.main}>
        <ListPage title={texts.title} about={texts.about}>
          {pages.isError && jobs.length > 0 && <Strip alert>{texts.notAll(callErrorMessage(pages.error))}</Strip>}
          {jobs.length > 0 ? (
            <div className={classes.scroll}>
              <table className={`${classes.table} ${classes.list}`} aria-label={texts.title}>
                <thead>
                  <tr>
                    <th>{texts.columns.started}</th>
                    <th>{texts.columns.what}</th>
                    <th className={classes.where}>{texts.columns.where}</th>
                    <th className={classes.who}>{texts.columns.who}</th>
                    <th>{texts.columns.miners}</th>
                    <th>{texts.columns.state}</th>
                    <th className={classes.number}>{texts.columns.took}</th>
                    <th>{texts.columns.undo}</th>
                  </tr>
                </thead>
                <tbody>
                  {jobs.map((job) => (
                    <JobRow
                      key={job.job_id}
                      job={job}
                      undone={undos.get(job.job_id) ?? null}
                      nowMs={nowMs}
                      opened={job.job_id === jobId}
                    />
                  ))}
                </tbody>
              </table>
              {pages.hasNextPage && (
                <div className={classes.older}>
                  <Button
                    variant="default"
                    loading={pages.isFetchingNextPage}
                    onClick={() => void pages.fetchNextPage()}
                  >
                    {texts.older}
                  </Button>
                </div>
              )}
            </div>
          ) : pages.isError ? (
            <LoadFailed title={texts.failed} query={pages} />
          ) : pages.data === undefined ? (
            <Skeleton rows={8} label={texts.loading} />
          ) : (
            <Callout
              title={texts.none}
              action={
                <Button variant="default" onClick={() => navigate('/fleet')}>
                  {texts.toFleet}
                </Button>
              }
            >
              {texts.noneAbout}
            </Callout>
          )}
        </ListPage>
      </div>
      {jobId !== null && (
        <JobPanel jobs={jobs} key={jobId} jobId={jobId} undos={undos} onClose={() => navigate('/jobs')} />
      )}
    </div>
  );
}

function JobRow(props: { job: Job; undone: Undone | null; nowMs: number; opened: boolean }) {
  const { job, undone, nowMs, opened } = props;
  const { planned, ended } = jobProgress(job);
  const seconds = jobSeconds(job, nowMs);
  const where = [job.miners_text, job.query === null ? null : queryWords(job.query)]
    .filter((part) => part != null)
    .join(' · ');
  // For a job that has ended, the counts contain it.
  const trouble = job.finished_at === null ? troubleWords(job).join(' · ') : '';
  return (
    <tr className={opened ? classes.opened : undefined}>
      <td>{clockTime(job.start_at ?? job.created_at, nowMs)}</td>
      <th scope="row">
        <Link href={`/jobs/${job.job_id}`}>{orderTitle(job.action, job.params)}</Link>
        {pauseWords(job, nowMs) !== '' && <span className={classes.quiet}> {pauseWords(job, nowMs)}</span>}
      </th>
      <td className={classes.where} title={where}>
        {where}
      </td>
      <td className={classes.who} title={actorNoun(job.actor)}>
        {actorNoun(job.actor)}
      </td>
      <td className={classes.counts}>
        {job.finished_at === null ? jobsTexts.job.of(ended, planned) : countsText(job)}
      </td>
      <td title={leftOutText(job) ?? undefined}>
        <span className={didNothing(job) && leftOutUndone(job) ? classes.bad : undefined}>{jobStateText(job)}</span>
        {trouble !== '' && <span className={classes.bad}> · {trouble}</span>}
        {job.pause_end?.state === 'missed' && <span className={classes.bad}> · {jobsTexts.pauseEnd.notEnded}</span>}
      </td>
      <td className={classes.number}>{seconds === null ? '' : formatDuration(seconds)}</td>
      <td>
        <UndoState job={job} undone={undone} />
      </td>
    </tr>
  );
}

/** Until when its miners are paused, or that it ends a pause; empty for other jobs. */
function pauseWords({ pause_end: end, resume_of }: Job, nowMs: number): string {
  if (resume_of != null) return jobsTexts.pauseEnd.endOfPause;
  if (end?.state !== 'waiting') return '';
  // Its end has come, and is tried again every minute: the page of the job says why.
  if (end.retried_since_at != null) return jobsTexts.pauseEnd.isLate;
  return jobsTexts.pauseEnd.until(clockTime(end.at, nowMs));
}

/** Whether a job was undone, with a link to the undo, which is newer and so in the list too. */
function UndoState({ job, undone }: { job: Job; undone: Undone | null }) {
  const { pause_end: end, undo_of } = job;
  if (undone === null && end != null && end.job_id !== null)
    return <Link href={`/jobs/${end.job_id}`}>{texts.ends[end.state]}</Link>;
  if (undo_of !== null) return <Link href={`/jobs/${undo_of}`}>{texts.isUndo}</Link>;
  if (undone !== null) return <Link href={`/jobs/${undone.job_id}`}>{undoneWords(undone)}</Link>;
  return <span className={classes.quiet}>{undoStateWords(job)}</span>;
}

/** The jobs, newest first: loaded page by page, with new and changed ones from the live stream. */
function useJobs() {
  const { orpc } = usePowerHive();
  const live = useLive((view) => view.jobs);
  const pages = useInfiniteQuery(
    orpc.jobs.list.infiniteOptions({
      input: (before: string | undefined) => ({ limit: PAGE, ...(before !== undefined && { before }) }),
      initialPageParam: undefined,
      getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.job_id),
      staleTime: 0,
    }),
  );
  // The stream drops jobs some time after their end: the list is read again for their last state.
  const kept = live.map(({ job_id }) => job_id).join(' ');
  const { refetch } = pages;
  const keptBefore = useRef(kept);
  useEffect(() => {
    if (keptBefore.current !== kept) void refetch();
    keptBefore.current = kept;
  }, [kept, refetch]);
  const jobs = useMemo(() => {
    const byId = new Map([...(pages.data?.pages.flat() ?? []), ...live].map((job) => [job.job_id, job]));
    return [...byId.values()].sort((a, b) => b.created_at - a.created_at);
  }, [pages.data, live]);
  return { pages, jobs };
}
