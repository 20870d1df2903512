import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { copyText } from '../../../ui/copy-text.ts';
import { cardTexts } from './card-texts.ts';
import classes from './settings-form.module.css';

/** A line of text with a button to copy it. */
export function CopyLine(props: { text: string; label: string; copied: string; children?: ReactNode }) {
  const { text, label, copied, children } = props;
  return (
    <>
      <pre className={classes.line}>{text}</pre>
      <div className={classes.offers}>
        <Button variant="default" onClick={() => void copyText(text, copied, cardTexts)}>
          {label}
        </Button>
        {children}
      </div>
    </>
  );
}
