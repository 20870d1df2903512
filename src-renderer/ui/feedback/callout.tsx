import type { ReactNode } from 'react';
import classes from './callout.module.css';

/** Shown instead of content: why there is none, and what to do. */
export function Callout(props: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.callout}>
      <h2 className={classes.title}>{props.title}</h2>
      {props.children !== undefined && <div className={classes.text}>{props.children}</div>}
      {props.action !== undefined && <div className={classes.action}>{props.action}</div>}
    </div>
  );
}

/** A failure to load something, with the reason and an action. */
export function FailureCallout(props: { title: string; why: string; action?: ReactNode }) {
  return (
    <div role="alert">
      <Callout title={props.title} action={props.action}>
        {props.why}
      </Callout>
    </div>
  );
}

/** A notice above content. */
export function Strip({ children, alert = false }: { children: ReactNode; alert?: boolean }) {
  return (
    <p className={classes.strip} role={alert ? 'alert' : undefined}>
      {children}
    </p>
  );
}

/** Grey placeholder lines while content is loading. */
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
