import { type ReactNode, useId } from 'react';
import { Switch } from '../../../ui/forms/switch.tsx';
import classes from './settings-form.module.css';

/** A switch with its name, which switches it too, and below it the meaning of its position. */
export function SettingSwitch(props: {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <div className={classes.choice}>
      <Switch id={id} label={props.label} on={props.on} onChange={props.onChange} disabled={props.disabled ?? false} />
      <div>
        <label htmlFor={id}>{props.label}</label>
        {props.children !== undefined && <p className={classes.quiet}>{props.children}</p>}
      </div>
    </div>
  );
}
