import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { uiTexts } from '../ui-texts.ts';

const DISMISS = { 'aria-label': uiTexts.dismiss };

/** Something the operator asked for did not happen: what, and why. */
export function toastFailure(title: string, why: string): void {
  notifications.show({
    title,
    message: why,
    color: 'red',
    autoClose: 10_000,
    role: 'alert',
    closeButtonProps: DISMISS,
  });
}

/** Something the operator asked for is done, and the screen does not show it by itself. */
export function toastDone(title: string, message = '', undo?: ToastAction): void {
  const shown = notifications.show({
    title,
    message: undo === undefined ? message : actionButton(undo, () => notifications.hide(shown)),
    autoClose: undo === undefined ? 4000 : 10_000,
    role: 'status',
    closeButtonProps: DISMISS,
  });
}

/** What can be done about something that was just done. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

function actionButton({ label, run }: ToastAction, hide: () => void): ReactNode {
  const onClick = (): void => {
    hide();
    run();
  };
  return (
    <Button variant="default" size="compact-xs" onClick={onClick}>
      {label}
    </Button>
  );
}
