import { useState } from 'react';
import { useLocation } from 'wouter';
import { confirmed, typedCount } from '../../../../src-shared/actions/typed-count.ts';
import type { Job, JobPlan } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { SidePanelBody } from '../../../ui/layout/side-panel.tsx';
import { useIsActing } from '../actions/use-act.ts';
import { ReadOnlyNote } from '../actions/verb-buttons.tsx';
import { orderTitle } from '../job-words.ts';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';
import { ConfirmStart } from '../order/confirm-start.tsx';
import { PlanView } from '../order/plan-view.tsx';

const texts = jobsTexts.job;

/** A plan that follows from a job: its undo, or a retry for failed miners. */
export interface FollowUp {
  readonly kind: 'undo' | 'retry';
  readonly plan: JobPlan;
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
      const started = await client.jobs[kind]({ params: { job_id: job.job_id }, body: confirmed(plan) });
      if ('job' in started) navigate(`/jobs/${started.job.job_id}`);
    } catch (error) {
      toastFailure(isUndo ? texts.undoFailed : texts.retryFailed, callErrorMessage(error));
      setStarting(false);
    }
  };
  return (
    <>
      <SidePanelBody>
        <p className={classes.note}>{followUpNote(isUndo, plan.planned.length)}</p>
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

function followUpNote(isUndo: boolean, planned: number): string {
  if (planned === 0) return isUndo ? texts.undoNothing : texts.retryNothing;
  return isUndo ? texts.undoTitle : texts.retryTitle;
}
