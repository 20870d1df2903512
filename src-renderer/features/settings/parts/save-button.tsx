import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { settingsTexts } from '../settings-texts.ts';
import classes from './settings-form.module.css';

/** Saves what was typed, and shows when it is saved. */
export function SaveButton(props: {
  save: { readonly isPending: boolean; readonly isSuccess: boolean };
  changed: boolean;
  disabled: boolean;
  /** Another button of the form. */
  beside?: ReactNode;
  children: ReactNode;
}) {
  const { save, changed } = props;
  return (
    <div className={classes.saveLine}>
      <Button type="submit" disabled={!changed || props.disabled} loading={save.isPending}>
        {props.children}
      </Button>
      {props.beside}
      <span className={classes.quiet} role="status">
        {save.isSuccess && !changed && settingsTexts.saved}
      </span>
    </div>
  );
}
