import { Button } from '@mantine/core';
import { Progress } from '../../../ui/feedback/progress.tsx';
import classes from './bulk-progress-line.module.css';
import type { BulkProgress } from './bulk-result.ts';
import { bulkTexts } from './bulk-texts.ts';

/**
 * Progress of a bulk change, with a button to stop it. `doing` names the change if nothing around
 * it does.
 */
export function BulkProgressLine(props: {
  doing?: (progress: string) => string;
  progress: BulkProgress;
  onStop: () => void;
}) {
  const { done, failed, total } = props.progress;
  const ended = done + failed;
  const count = bulkTexts.progressOf(ended, total);
  return (
    <>
      <span className={classes.count}>{props.doing === undefined ? count : props.doing(count)}</span>
      <div className={classes.progress}>
        <Progress label={bulkTexts.progress} max={total} value={ended} />
      </div>
      <Button variant="default" onClick={props.onStop}>
        {bulkTexts.stop}
      </Button>
    </>
  );
}
