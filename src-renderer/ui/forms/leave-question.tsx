import { Button, Modal } from '@mantine/core';
import { uiTexts } from '../ui-texts.ts';
import classes from './leave-question.module.css';
import { unsaved, useIsConfirmingLeave } from './unsaved.ts';

const texts = uiTexts.leave;

/** Asks before unsaved input is lost by going to another screen. */
export function LeaveQuestion() {
  if (!useIsConfirmingLeave()) return null;
  const stay = (): void => unsaved.stay();
  return (
    <Modal
      opened
      onClose={stay}
      title={texts.title}
      size={380}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': uiTexts.close }}
    >
      <p>{texts.about}</p>
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => unsaved.leave()}>
          {texts.leave}
        </Button>
        <Button data-autofocus onClick={stay}>
          {texts.stay}
        </Button>
      </div>
    </Modal>
  );
}
