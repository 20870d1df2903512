import classes from './progress.module.css';

/** How far something has come, as a line that fills its box. */
export function Progress(props: { label: string; value: number; max: number }) {
  return <progress className={classes.progress} aria-label={props.label} max={props.max} value={props.value} />;
}
