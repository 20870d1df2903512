import classes from './progress.module.css';

/** A progress bar that fills its box. */
export function Progress(props: { label: string; value: number; max: number }) {
  return <progress className={classes.progress} aria-label={props.label} max={props.max} value={props.value} />;
}
