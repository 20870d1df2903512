import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { isTypedCount } from '../../../../src-shared/actions/typed-count.ts';
import type { JobPlan } from '../../../../src-shared/model/index.ts';
import { Breakable } from '../../../ui/breakable.tsx';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';
import { nothingWords } from './plan-words.ts';

const texts = jobsTexts.plan;

/**
 * The button that starts a plan, and a field for the number of miners if it must be typed first.
 * Enter in the field does not start the plan. Beside a button that would change no miner is why.
 */
export function ConfirmStart(props: {
  plan: JobPlan;
  /** The number to be typed; null if the button alone starts it. */
  asked: number | null;
  what: string;
  starting: boolean;
  disabled: boolean;
  onStart: () => void;
  onCancel?: () => void;
  /** Why it cannot be started. */
  children?: ReactNode;
}) {
  const { plan, asked, what } = props;
  const [typed, setTyped] = useState('');
  const count = plan.planned.length;
  const nothing = nothingWords(plan);
  const isConfirmed = asked === null || isTypedCount(typed, asked);
  return (
    <footer className={classes.confirm}>
      {asked !== null && count > 0 && (
        <TextInput
          label={texts.type(asked)}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <Button
        className={classes.wrapped}
        disabled={count === 0 || !isConfirmed || props.disabled}
        loading={props.starting}
        onClick={props.onStart}
      >
        <Breakable text={texts.start(what, count)} />
      </Button>
      {props.onCancel !== undefined && (
        <Button variant="default" onClick={props.onCancel}>
          {jobsTexts.job.keep}
        </Button>
      )}
      {nothing.length > 0 && <p className={classes.whyNothing}>{nothing.join(' · ')}</p>}
      {props.children}
    </footer>
  );
}
