import { Button } from '@mantine/core';
import { uiTexts } from '../ui-texts.ts';
import { Dialog } from './dialog.tsx';
import classes from './leave-question.module.css';
import { unsaved, useIsConfirmingLeave } from './unsaved.ts';

const texts = uiTexts.leave;

/** Asks before unsaved input is lost by going to another screen. */
export function LeaveQuestion() {
  if (!useIsConfirmingLeave()) return null;
  const stay = (): void => unsaved.stay();
  return (
    <Dialog onClose={stay} title={texts.title} size={380}>
      <p>{texts.about}</p>
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => unsaved.leave()}>
          {texts.leave}
        </Button>
        <Button data-autofocus onClick={stay}>
          {texts.stay}
        </Button>
      </div>
    </Dialog>
  );
}
