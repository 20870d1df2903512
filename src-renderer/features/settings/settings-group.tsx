import type { ReactNode } from 'react';
import classes from './settings-group.module.css';

/** One matter of the settings: what it is on the left, how it stands on the right. */
export function SettingsGroup(props: { title: string; about: string; children: ReactNode }) {
  return (
    <section className={classes.group} aria-label={props.title}>
      <div>
        <h2>{props.title}</h2>
        <p className={classes.about}>{props.about}</p>
      </div>
      <div>{props.children}</div>
    </section>
  );
}
