import classes from './switch.module.css';

/** A switch that renders fast enough for every row of a table. */
export function Switch(props: {
  /** For a label elsewhere that switches it too. */
  id?: string;
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  tabIndex?: number;
  disabled?: boolean;
}) {
  return (
    <button
      id={props.id}
      type="button"
      role="switch"
      aria-checked={props.on}
      aria-label={props.label}
      className={classes.switch}
      tabIndex={props.tabIndex}
      disabled={props.disabled}
      onClick={(event) => {
        event.stopPropagation();
        props.onChange(!props.on);
      }}
    >
      <span className={classes.knob} />
    </button>
  );
}
