import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { isNotSent, isToRetry } from '../../../../src-shared/actions/failed-verdicts.ts';
import { nameOf } from '../../../../src-shared/miner/miner-name.ts';
import type { JobDetail } from '../../../../src-shared/model/index.ts';
import { isoTime } from '../../../../src-shared/text/iso-time.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { useCsvForm } from '../../../api/use-csv-form.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { copyText } from '../../../ui/copy-text.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { saveTextFile } from '../../../ui/save-file.ts';
import { useIsActing } from '../actions/use-act.ts';
import { ReadOnlyNote } from '../actions/verb-buttons.tsx';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';
import { type FollowUp, followUpCall } from './follow-up-plan.tsx';
import { type DoneSince, undoableMiners, undoWaitsWords } from './job-facts.ts';
import { jobCsv, jobReport } from './job-report.ts';
import { useSteerJob } from './use-steer-job.ts';

const texts = jobsTexts.job;

/** Actions on a job: pause, stop, undo, retry, and export of its report. */
export function JobButtons(props: {
  job: JobDetail;
  /** What was done since for its failed and its unsent miners. */
  since: DoneSince;
  onRead: () => void;
  onFollowUp: (followUp: FollowUp) => void;
}) {
  const { job, since } = props;
  const { client, live } = usePowerHive();
  const isActing = useIsActing();
  const steer = useSteerJob();
  const [form] = useCsvForm();
  const name = (id: string): string => nameOf(live.state.miners.get(id), id);
  const { state, job_id } = job;
  const isOpen = job.finished_at === null;
  const ask = async (kind: FollowUp['kind']): Promise<void> => {
    try {
      const plan = await followUpCall(client, kind, job_id, {});
      if (!('job' in plan)) props.onFollowUp({ kind, plan });
    } catch (error) {
      toastFailure(kind === 'undo' ? texts.undoFailed : texts.retryFailed, callErrorMessage(error));
    }
  };
  const copy = (): Promise<void> => copyText(jobReport(job, name), texts.copied, texts);
  const save = (): void => {
    const day = isoTime(job.created_at).slice(0, 10);
    saveTextFile(`powerhive-job-${day}-${job.action}.csv`, 'text/csv;charset=utf-8', jobCsv(job, name, form));
  };
  const isRepeatable = !isOpen && job.undo_of === null;
  const left = (of: typeof isToRetry, done: DoneSince['retry']): number => {
    const miners = isRepeatable ? job.items.filter(of).length : 0;
    return done !== null && done.planned >= miners ? 0 : miners;
  };
  const toRetry = left(isToRetry, since.retry);
  const notSent = left(isNotSent, since.notSent);
  const canUndo = !isOpen && undoableMiners(job) > 0;
  const isInJob = (id: string): boolean => live.state.inJobs.get(id) !== undefined;
  const undoWaits = canUndo ? undoWaitsWords(job, isInJob, (id) => live.state.miners.get(id)?.online === false) : null;
  const act = (what: 'pause' | 'continue' | 'stop') => () => void steer(what, job_id).then(props.onRead);
  return (
    <>
      <div className={classes.buttons}>
        {state === 'running' && <Plain onClick={act('pause')}>{texts.pause}</Plain>}
        {state === 'paused' && <Button onClick={act('continue')}>{texts.continue}</Button>}
        {isOpen && <Plain onClick={act('stop')}>{state === 'scheduled' ? texts.cancel : texts.stop}</Plain>}
        {canUndo && isActing !== false && <Plain onClick={() => void ask('undo')}>{texts.undo}</Plain>}
        {toRetry > 0 && isActing !== false && <Plain onClick={() => void ask('retry')}>{texts.retryOf(toRetry)}</Plain>}
        {notSent > 0 && isActing !== false && (
          <Plain onClick={() => void ask('not_sent')}>{texts.notSent(notSent)}</Plain>
        )}
        {since.retry !== null && <Link href={`/jobs/${since.retry.job_id}`}>{texts.retried(since.retry.planned)}</Link>}
        {since.notSent !== null && (
          <Link href={`/jobs/${since.notSent.job_id}`}>{texts.notSentDone(since.notSent.planned)}</Link>
        )}
        {(canUndo || toRetry + notSent > 0) && isActing === false && <ReadOnlyNote />}
        <Plain onClick={() => void copy()}>{texts.copy}</Plain>
        <Plain onClick={save}>{texts.csv}</Plain>
      </div>
      {undoWaits !== null && <p className={classes.quiet}>{undoWaits}</p>}
    </>
  );
}

function Plain(props: { children: string; onClick: () => void }) {
  return (
    <Button variant="default" onClick={props.onClick}>
      {props.children}
    </Button>
  );
}
