import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { formatDuration } from '../../../src-shared/format-duration.ts';
import type { Job } from '../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { useLive, usePowerHive } from '../../api/use-powerhive.ts';
import { Callout, FailureCallout, Skeleton } from '../../ui/feedback/callout.tsx';
import { toastFailure } from '../../ui/feedback/toast.tsx';
import { ListPage } from '../../ui/layout/page.tsx';
import { clockTime } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import { countsWords, isFinal, jobSeconds, undoneBy, undoneWords } from './job-facts.ts';
import { JobPanel } from './job-panel.tsx';
import { jobProgress, orderTitle, troubleWords } from './job-words.ts';
import classes from './jobs.module.css';
import { jobsTexts } from './jobs-texts.ts';

const texts = jobsTexts.list;
/** Jobs of one request. They are kept for 90 days, which may be many more. */
const PAGE = 200;

/** All jobs, the newest first, and a panel for the opened one. */
export function JobsScreen({ jobId }: { jobId: string | null }) {
  const { orpc } = usePowerHive();
  const [, navigate] = useLocation();
  const nowMs = useNow();
  const listed = useQuery(orpc.jobs.list.queryOptions({ input: { limit: PAGE }, staleTime: 0 }));
  const older = useOlderJobs();
  const live = useLive((view) => view.jobs);
  // The stream drops jobs some time after their end: the list is read again for their last state.
  const kept = live.map(({ job_id }) => job_id).join(' ');
  const { refetch } = listed;
  const keptBefore = useRef(kept);
  useEffect(() => {
    if (keptBefore.current !== kept) void refetch();
    keptBefore.current = kept;
  }, [kept, refetch]);
  const jobs = useMemo(() => newestOf([...older.jobs, ...(listed.data ?? [])], live), [older.jobs, listed.data, live]);
  const oldest = jobs.at(-1);
  const mayHaveOlder = (listed.data?.length ?? 0) >= PAGE && !older.isAll;
  return (
    <div className={classes.screen}>
      <div className={classes.main}>
        <ListPage title={texts.title} about={texts.about}>
          {jobs.length > 0 ? (
            <div className={classes.scroll}>
              <table className={`${classes.table} ${classes.list}`} aria-label={texts.title}>
                <thead>
                  <tr>
                    <th>{texts.columns.started}</th>
                    <th>{texts.columns.what}</th>
                    <th className={classes.query}>{texts.columns.query}</th>
                    <th className={classes.who}>{texts.columns.who}</th>
                    <th>{texts.columns.miners}</th>
                    <th>{texts.columns.state}</th>
                    <th className={classes.number}>{texts.columns.took}</th>
                    <th>{texts.columns.undo}</th>
                  </tr>
                </thead>
                <tbody>
                  {jobs.map((job) => (
                    <JobRow key={job.job_id} job={job} jobs={jobs} nowMs={nowMs} opened={job.job_id === jobId} />
                  ))}
                </tbody>
              </table>
              {mayHaveOlder && oldest !== undefined && (
                <div className={classes.older}>
                  <Button variant="default" loading={older.isLoading} onClick={() => void older.load(oldest.job_id)}>
                    {texts.older}
                  </Button>
                </div>
              )}
            </div>
          ) : listed.isError ? (
            <FailureCallout
              title={texts.failed}
              why={callErrorMessage(listed.error)}
              action={
                <Button variant="default" onClick={() => void listed.refetch()}>
                  {texts.retry}
                </Button>
              }
            />
          ) : listed.data === undefined ? (
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
      {jobId !== null && <JobPanel key={jobId} jobId={jobId} jobs={jobs} onClose={() => navigate('/jobs')} />}
    </div>
  );
}

function JobRow(props: { job: Job; jobs: readonly Job[]; nowMs: number; opened: boolean }) {
  const { job, jobs, nowMs, opened } = props;
  const { planned, ended } = jobProgress(job);
  const seconds = jobSeconds(job, nowMs);
  // For a job that has ended, the counts contain it.
  const trouble = job.finished_at === null ? troubleWords(job).join(' · ') : '';
  return (
    <tr className={opened ? classes.opened : undefined}>
      <td>{clockTime(job.start_at ?? job.created_at, nowMs)}</td>
      <th scope="row">
        <Link href={`/jobs/${job.job_id}`}>{orderTitle(job.action, job.params)}</Link>
      </th>
      <td className={classes.query} title={job.query ?? undefined}>
        {job.query ?? ''}
      </td>
      <td className={classes.who}>{job.actor.name}</td>
      <td className={classes.counts}>
        {job.finished_at === null ? jobsTexts.job.of(ended, planned) : countsWords(job)}
      </td>
      <td>
        {jobsTexts.states[job.state]}
        {trouble !== '' && <span className={classes.bad}> · {trouble}</span>}
      </td>
      <td className={classes.number}>{seconds === null ? '' : formatDuration(seconds)}</td>
      <td>
        <UndoState job={job} jobs={jobs} />
      </td>
    </tr>
  );
}

/** Whether a job was undone, with a link to the undo, which is newer and so in the list too. */
function UndoState({ job, jobs }: { job: Job; jobs: readonly Job[] }) {
  if (job.undo_of !== null) return <Link href={`/jobs/${job.undo_of}`}>{texts.isUndo}</Link>;
  if (isFinal(job)) return <span className={classes.quiet}>{texts.final}</span>;
  const undone = undoneBy(job.job_id, jobs);
  if (undone === null) return job.finished_at === null ? null : texts.notUndone;
  return <Link href={`/jobs/${undone.job_id}`}>{undoneWords(undone)}</Link>;
}

/** Jobs before those of the list, as far as they were asked for. */
function useOlderJobs() {
  const { client } = usePowerHive();
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  const [isAll, setIsAll] = useState(false);
  const [isLoading, setIsLoading] = useState(false);
  const load = async (before: string): Promise<void> => {
    setIsLoading(true);
    try {
      const found = await client.jobs.list({ limit: PAGE, before });
      setJobs((had) => [...had, ...found]);
      setIsAll(found.length < PAGE);
    } catch (error) {
      toastFailure(texts.failed, callErrorMessage(error));
    } finally {
      setIsLoading(false);
    }
  };
  return { jobs, isAll, isLoading, load };
}

/** The stored jobs, updated by the live stream, plus new ones. */
function newestOf(listed: readonly Job[], live: readonly Job[]): readonly Job[] {
  const jobs = new Map(listed.map((job) => [job.job_id, job]));
  for (const job of live) jobs.set(job.job_id, job);
  return [...jobs.values()].sort((a, b) => b.created_at - a.created_at);
}
