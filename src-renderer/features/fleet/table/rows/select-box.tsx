import { IconCheck, IconMinus } from '@tabler/icons-react';
import classes from './select-box.module.css';

/**
 * Shown at the row under the pointer and at selected rows. In a row it is not a tab stop, because
 * Space selects the active row.
 */
export function SelectBox(props: {
  label: string;
  selected: boolean;
  /** Whether only some of the miners are selected. */
  partly?: boolean;
  isTabStop?: boolean;
  onSelect: (extend: boolean) => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={props.partly === true ? 'mixed' : props.selected}
      aria-label={props.label}
      title={props.isTabStop === true ? props.label : undefined}
      tabIndex={props.isTabStop === true ? 0 : -1}
      className={classes.box}
      onClick={(event) => {
        event.stopPropagation();
        props.onSelect(event.shiftKey);
      }}
    >
      {props.partly === true && <IconMinus size={11} stroke={3} aria-hidden="true" />}
      {props.selected && <IconCheck size={11} stroke={3} aria-hidden="true" />}
    </button>
  );
}
