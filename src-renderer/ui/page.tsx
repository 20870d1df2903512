import type { ReactNode } from 'react';
import classes from './page.module.css';

/** A screen that scrolls as one: its title, what it is about in a line, its controls, its content. */
export function Page(props: {
  title: string;
  about?: ReactNode;
  controls?: ReactNode;
  children: ReactNode;
  narrow?: boolean;
}) {
  return (
    <div className={classes.page}>
      <div className={props.narrow === true ? classes.narrow : classes.wide}>
        <div className={classes.head}>
          <div>
            <h1 className={classes.title}>{props.title}</h1>
            {props.about !== undefined && <p className={classes.about}>{props.about}</p>}
          </div>
          {props.controls}
        </div>
        {props.children}
      </div>
    </div>
  );
}
