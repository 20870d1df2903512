import { useState } from 'react';
import { useLocation } from 'wouter';
import { confirmed, typedCount } from '../../../../src-shared/actions/typed-count.ts';
import type { Job, JobPlan, PlanConfirmation } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import type { PowerHive } from '../../../api/powerhive.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { SidePanelBody } from '../../../ui/layout/side-panel.tsx';
import { clockTime } from '../../../ui/times.ts';
import { shownNowMs } from '../../../ui/use-now.ts';
import { useIsActing } from '../actions/use-act.ts';
import { ReadOnlyNote } from '../actions/verb-buttons.tsx';
import { orderTitle } from '../job-words.ts';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';
import { ConfirmStart } from '../order/confirm-start.tsx';
import { PlanView } from '../order/plan-view.tsx';

const texts = jobsTexts.job;

/** A plan that follows from a job: its undo, or the same for its failed miners or those not sent. */
export interface FollowUp {
  readonly kind: 'undo' | 'retry' | 'not_sent';
  readonly plan: JobPlan;
}

/** Plans it, or with the confirmation of its plan starts it. */
export function followUpCall(
  { jobs }: PowerHive['client'],
  kind: FollowUp['kind'],
  job_id: string,
  body: PlanConfirmation,
) {
  const params = { job_id };
  if (kind === 'undo') return jobs.undo({ params, body });
  // A farm of another version may not know of the others yet.
  return jobs.retry({ params, body: kind === 'retry' ? body : { ...body, of: 'not_sent' } });
}

/** The preview of an undo or a retry, and the button that starts it. */
export function FollowUpPlan({ job, followUp, onClose }: { job: Job; followUp: FollowUp; onClose: () => void }) {
  const { kind, plan } = followUp;
  const isUndo = kind === 'undo';
  const { client } = usePowerHive();
  const isActing = useIsActing();
  const [, navigate] = useLocation();
  const [starting, setStarting] = useState(false);
  const start = async (): Promise<void> => {
    setStarting(true);
    try {
      const started = await followUpCall(client, kind, job.job_id, confirmed(plan));
      if ('job' in started) navigate(`/jobs/${started.job.job_id}`);
    } catch (error) {
      toastFailure(isUndo ? texts.undoFailed : texts.retryFailed, callErrorMessage(error));
      setStarting(false);
    }
  };
  return (
    <>
      <SidePanelBody>
        <p className={classes.note}>{followUpNote(kind, plan.planned.length)}</p>
        {plan.action === 'pause' && plan.planned.length > 0 && <p className={classes.note}>{endWords(plan)}</p>}
        <PlanView plan={plan} isUndo={isUndo} onOnly={null} />
      </SidePanelBody>
      <ConfirmStart
        plan={plan}
        asked={typedCount(plan.action, plan.planned.length)}
        what={isUndo ? texts.undoWhat : orderTitle(plan.action, plan.params)}
        starting={starting}
        disabled={isActing === false}
        onStart={() => void start()}
        onCancel={onClose}
      >
        {isActing === false && <ReadOnlyNote />}
      </ConfirmStart>
    </>
  );
}

const NOTES = { undo: texts.undoTitle, retry: texts.retryTitle, not_sent: texts.notSentTitle } as const;

function followUpNote(kind: FollowUp['kind'], planned: number): string {
  if (planned > 0) return NOTES[kind];
  return kind === 'undo' ? texts.undoNothing : texts.retryNothing;
}

/** When the miners of a pause are resumed. */
function endWords({ resume_at }: JobPlan): string {
  const { about, byHandAbout } = jobsTexts.pauseEnd;
  return resume_at == null ? byHandAbout : about(clockTime(resume_at, shownNowMs()));
}
