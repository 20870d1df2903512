import type { ReactNode } from 'react';
import classes from './callout.module.css';

/** What stands where content would: why there is none, and what to do. */
export function Callout(props: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.callout}>
      <h2 className={classes.title}>{props.title}</h2>
      {props.children !== undefined && <div className={classes.text}>{props.children}</div>}
      {props.action !== undefined && <div className={classes.action}>{props.action}</div>}
    </div>
  );
}

/** Something could not be had, with the reason and the way on. */
export function FailureCallout(props: { title: string; why: string; action?: ReactNode }) {
  return (
    <div role="alert">
      <Callout title={props.title} action={props.action}>
        {props.why}
      </Callout>
    </div>
  );
}

/** A line above content that is not quite as it should be. */
export function Strip({ children, alert = false }: { children: ReactNode; alert?: boolean }) {
  return (
    <p className={classes.strip} role={alert ? 'alert' : undefined}>
      {children}
    </p>
  );
}

/** Grey lines in the shape of what is on its way. */
export function Skeleton({ rows, label }: { rows: number; label: string }) {
  return (
    <div role="status" aria-label={label} className={classes.skeleton}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical placeholders have no other key
        <div key={index} className={classes.line} />
      ))}
    </div>
  );
}
