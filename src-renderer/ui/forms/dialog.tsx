import { Modal } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { uiTexts } from '../ui-texts.ts';
import classes from './dialog.module.css';

/**
 * A dialog, shown as long as it is mounted. The focus then goes back to where it was, which Mantine
 * does only for dialogs that stay mounted when they are closed.
 */
export function Dialog(props: { title: string; size: number; onClose: () => void; children: ReactNode }) {
  useReturnFocus();
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      size={props.size}
      classNames={{ content: classes.content }}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': uiTexts.close }}
    >
      {props.children}
    </Modal>
  );
}

function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // When the dialog is gone, unless something else has taken the focus.
      setTimeout(() => {
        if (document.activeElement === document.body && before instanceof HTMLElement) {
          before.focus({ preventScroll: true });
        }
      });
    },
    [before],
  );
}
