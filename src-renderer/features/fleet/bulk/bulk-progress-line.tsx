import { Button } from '@mantine/core';
import { Progress } from '../../../ui/progress.tsx';
import classes from './bulk-progress-line.module.css';
import type { BulkProgress } from './run-bulk.ts';

const number = new Intl.NumberFormat('en');

/** How far a bulk change has come, and the way to stop it. `doing` says what it is where nothing around it does. */
export function BulkProgressLine(props: { doing?: string; progress: BulkProgress; onStop: () => void }) {
  const { done, failures, total } = props.progress;
  const ended = done + failures.length;
  const count = `${number.format(ended)} of ${number.format(total)} …`;
  return (
    <>
      <span className={classes.count}>{props.doing === undefined ? count : `${props.doing} ${count}`}</span>
      <div className={classes.progress}>
        <Progress label="Progress" max={total} value={ended} />
      </div>
      <Button variant="default" onClick={props.onStop}>
        Stop
      </Button>
    </>
  );
}
