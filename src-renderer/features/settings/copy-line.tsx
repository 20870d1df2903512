import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { toastDone, toastFailure } from '../../ui/toast.tsx';
import { cardTexts as texts } from './card-texts.ts';
import classes from './settings-form.module.css';

/** A line of text to be taken elsewhere. */
export function CopyLine(props: { text: string; label: string; copied: string; children?: ReactNode }) {
  const { text, label, copied, children } = props;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      toastDone(copied);
    } catch {
      toastFailure(texts.copyFailed, texts.clipboardBlocked);
    }
  };
  return (
    <>
      <pre className={classes.line}>{text}</pre>
      <div className={classes.offers}>
        <Button variant="default" onClick={() => void copy()}>
          {label}
        </Button>
        {children}
      </div>
    </>
  );
}
