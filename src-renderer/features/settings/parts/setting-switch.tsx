import type { ReactNode } from 'react';
import { Switch } from '../../../ui/forms/switch.tsx';
import classes from './settings-form.module.css';

/** A switch with its name, and below it the meaning of its position. */
export function SettingSwitch(props: {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
  children?: ReactNode;
}) {
  return (
    <div className={classes.choice}>
      <Switch label={props.label} on={props.on} onChange={props.onChange} disabled={props.disabled ?? false} />
      <div>
        {props.label}
        {props.children !== undefined && <p className={classes.quiet}>{props.children}</p>}
      </div>
    </div>
  );
}
