import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { uiTexts } from '../ui-texts.ts';

const DISMISS = { 'aria-label': uiTexts.dismiss };

/** Reports that a request of the operator has failed, and why. */
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

/** Reports that a request of the operator is done, if the screen does not show it otherwise. */
export function toastDone(title: string, message = '', undo?: ToastAction): void {
  const shown = notifications.show({
    title,
    message: undo === undefined ? message : actionButton(undo, () => notifications.hide(shown)),
    autoClose: undo === undefined ? 4000 : 10_000,
    role: 'status',
    closeButtonProps: DISMISS,
  });
}

/** Reports that something went wrong without a request of this page. It stays until it is closed. */
export function toastTrouble(id: string, title: string, why: string, open: ToastAction): void {
  const hide = (): void => {
    notifications.hide(id);
  };
  const message = (
    <>
      <p>{why}</p>
      {actionButton(open, hide)}
    </>
  );
  notifications.show({
    ...{ id, title, message, color: 'red', autoClose: false, role: 'alert' },
    closeButtonProps: DISMISS,
  });
}

/** For as long as what happened is read; it is in the activity too, and covers what is below it. */
const NEWS_MS = 20_000;

/** Reports what happened without a request of this page. */
export function toastNews(title: string, text: string, open?: ToastAction): void {
  const message =
    open === undefined ? (
      text
    ) : (
      <>
        <p>{text}</p>
        {actionButton(open, () => notifications.hide(title))}
      </>
    );
  notifications.show({ id: title, title, message, autoClose: NEWS_MS, role: 'status', closeButtonProps: DISMISS });
}

/**
 * Reports what is being done, with an undo, and what was done once `ended` resolves with that; with
 * null nothing was done, and the toast disappears.
 */
export function toastUndoable(doing: string, ended: Promise<string | null>, undo: ToastAction): void {
  const hide = (): void => {
    notifications.hide(shown);
  };
  const look = {
    message: actionButton(undo, hide),
    autoClose: 10_000,
    role: 'status',
    closeButtonProps: DISMISS,
  };
  const shown = notifications.show({ ...look, title: doing });
  void ended.then((done) => {
    if (done === null) hide();
    else notifications.update({ ...look, id: shown, title: done });
  });
}

/** An action in a toast. */
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
