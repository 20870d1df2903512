import classes from './cut-start.module.css';

/**
 * A text whose end distinguishes it, such as a place: without room it loses its start. All of it is
 * in the tooltip.
 */
export function CutStart({ text }: { text: string }) {
  return (
    <span className={classes.cut} title={text}>
      <bdi>{text}</bdi>
    </span>
  );
}
