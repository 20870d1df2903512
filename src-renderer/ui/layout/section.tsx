import { type ReactNode, type Ref, useId } from 'react';
import classes from './section.module.css';

/** A part of the miner's panel with a heading. */
export function Section(props: { title: string; aside?: ReactNode; children: ReactNode; ref?: Ref<HTMLElement> }) {
  const id = useId();
  return (
    <section ref={props.ref} aria-labelledby={id} className={classes.section}>
      <div className={classes.head}>
        <h3 id={id}>{props.title}</h3>
        {props.aside}
      </div>
      {props.children}
    </section>
  );
}
