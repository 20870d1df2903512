import type { ReactNode } from 'react';
import classes from './page.module.css';

interface HeadProps {
  readonly title: string;
  /** A one-line description of the screen. */
  readonly about?: ReactNode;
  readonly controls?: ReactNode;
}

/** A screen that scrolls as a whole. */
export function Page(props: HeadProps & { children: ReactNode; narrow?: boolean }) {
  return (
    <div className={classes.page}>
      <div className={props.narrow === true ? classes.narrow : classes.wide}>
        <Head {...props} />
        {props.children}
      </div>
    </div>
  );
}

/** A screen with one list, which scrolls below the head. `full`: as wide as the window. */
export function ListPage(props: HeadProps & { children: ReactNode; full?: boolean }) {
  return (
    <div className={props.full === true ? classes.list : `${classes.list} ${classes.capped}`}>
      <Head {...props} />
      {props.children}
    </div>
  );
}

function Head({ title, about, controls }: HeadProps) {
  return (
    <div className={classes.head}>
      <div>
        <h1 className={classes.title}>{title}</h1>
        {about !== undefined && <p className={classes.about}>{about}</p>}
      </div>
      {controls}
    </div>
  );
}
