import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { phaseOf } from '../../../../src-shared/judging/firmware-state.ts';
import { reading } from '../../../../src-shared/miner/miner-now.ts';
import type { Job, JobDetail, NewPauseEnd } from '../../../../src-shared/model/index.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../../ui/feedback/toast.tsx';
import { clockTime } from '../../../ui/times.ts';
import { shownNowMs } from '../../../ui/use-now.ts';
import { useIsActing } from '../actions/use-act.ts';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';
import { BY_HAND, chosenEnd, type PauseEndChoice, PauseEndFields, pauseEndOrder } from '../order/pause-end-fields.tsx';

const texts = jobsTexts.pauseEnd;

/** When the miners of a pause are resumed, and what came of it; nothing for other jobs. */
export function PauseEnd({ job, now, nowMs }: { job: JobDetail; now: Job; nowMs: number }) {
  const { live } = usePowerHive();
  const isActing = useIsActing();
  const [isOpen, setOpen] = useState(false);
  const end = now.pause_end ?? null;
  if (now.resume_of != null) {
    return (
      <p className={classes.quiet}>
        <Link href={`/jobs/${now.resume_of}`}>{texts.isEnd}</Link>
      </p>
    );
  }
  const isWaiting = end?.state === 'waiting';
  // For a pause whose miners were resumed long ago there is nothing to choose.
  const arePaused = job.items.some(({ id, verdict }) => {
    const miner = live.state.miners.get(id);
    return verdict === 'in_force' && miner !== undefined && phaseOf(reading(miner)?.state ?? null) === 'stopped';
  });
  const canSet = now.action === 'pause' && end?.state !== 'resuming' && (isWaiting || arePaused);
  if (end === null && !canSet) return null;
  const [words, isBad] = endWords(now, nowMs);
  return (
    <div className={classes.pauseEnd}>
      <p className={isBad ? classes.bad : undefined}>
        {words}
        {end?.job_id != null && !isWaiting && (
          <>
            {' · '}
            <Link href={`/jobs/${end.job_id}`}>{texts.openJob}</Link>
          </>
        )}
      </p>
      {isWaiting && end.reason !== null && <p className={classes.quiet}>{end.reason}</p>}
      {isWaiting && isActing === false && <p className={classes.bad}>{texts.off}</p>}
      {isOpen ? (
        <ChangeEnd job={now} onDone={() => setOpen(false)} />
      ) : (
        canSet && (
          <div className={classes.inline}>
            {isActing !== false && (
              <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
                {isWaiting ? texts.change : texts.set}
              </Button>
            )}
            {isWaiting && <CancelEnd job={now} />}
          </div>
        )
      )}
    </div>
  );
}

/** What is said of the end, and whether that is bad. */
function endWords({ pause_end: end }: Pick<Job, 'pause_end'>, nowMs: number): [string, boolean] {
  if (end == null || end.state === 'cancelled') return [texts.byHandAbout, false];
  const at = clockTime(end.at, nowMs);
  switch (end.state) {
    case 'waiting':
      // The next try is always within a minute.
      if (end.retried_since_at != null) return [texts.late, false];
      return [texts.waiting(at, end.at > nowMs ? formatDuration((end.at - nowMs) / 1000) : null), false];
    case 'resuming':
      return [texts.resuming(at), false];
    case 'done':
      return [end.job_id === null ? texts.ended(end.reason ?? '') : texts.done(at, end.reason), false];
    case 'missed':
      return [texts.missed(at, end.reason ?? ''), true];
  }
}

function useSetEnd(job: Job): (end: NewPauseEnd) => Promise<boolean> {
  const { client } = usePowerHive();
  return async (body) => {
    try {
      await client.jobs.pauseEnd({ params: { job_id: job.job_id }, body });
      return true;
    } catch (error) {
      toastFailure(texts.failed, callErrorMessage(error));
      return false;
    }
  };
}

function CancelEnd({ job }: { job: Job }) {
  const set = useSetEnd(job);
  // The way back is the end that it had.
  const cancel = async (): Promise<void> => {
    const end = job.pause_end;
    if (!(await set({ resume_at: null })) || end == null) return;
    const label = texts.setAgain(clockTime(end.at, shownNowMs()));
    toastDone(texts.cancelled, '', { label, run: () => void set({ resume_at: end.at }) });
  };
  return (
    <Button size="compact-sm" variant="default" onClick={() => void cancel()}>
      {texts.cancel}
    </Button>
  );
}

function ChangeEnd({ job, onDone }: { job: Job; onDone: () => void }) {
  const set = useSetEnd(job);
  const [choice, setChoice] = useState<PauseEndChoice>(() =>
    job.pause_end?.state === 'waiting' ? chosenEnd(job.pause_end.at) : { ...BY_HAND, when: 'hour' },
  );
  const end = pauseEndOrder(choice);
  const save = async (): Promise<void> => {
    if (end !== null && (await set(end))) onDone();
  };
  return (
    <div className={classes.endFields}>
      <PauseEndFields choice={choice} onChoice={setChoice} note={texts.fromNow} isNeeded />
      <div className={classes.inline}>
        <Button size="compact-sm" disabled={end === null} onClick={() => void save()}>
          {texts.save}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          {jobsTexts.job.keep}
        </Button>
      </div>
    </div>
  );
}
