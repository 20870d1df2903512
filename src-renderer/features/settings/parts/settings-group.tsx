import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import { wantedSection } from '../../../api/wanted-section.ts';
import classes from './settings-group.module.css';

/** One group of settings: the description on the left, the controls on the right. */
export function SettingsGroup(props: { title: string; about: string; children: ReactNode }) {
  const section = useRef<HTMLElement>(null);
  const isWanted = useSyncExternalStore(wantedSection.subscribe, wantedSection.get) === props.title;
  useEffect(() => {
    if (!isWanted) return;
    wantedSection.set(null);
    section.current?.scrollIntoView({ block: 'start' });
    section.current?.focus({ preventScroll: true });
  }, [isWanted]);
  return (
    <section ref={section} tabIndex={-1} className={classes.group} aria-label={props.title}>
      <div>
        <h2>{props.title}</h2>
        <p className={classes.about}>{props.about}</p>
      </div>
      <div>{props.children}</div>
    </section>
  );
}
