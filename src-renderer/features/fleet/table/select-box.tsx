import { IconCheck, IconMinus } from '@tabler/icons-react';
import { fleetTexts } from '../fleet-texts.ts';
import classes from './select-box.module.css';

/**
 * Shown where the pointer is and where a row is selected. By key it is Space, so that it needs no
 * stop of its own.
 */
export function SelectBox(props: {
  name: string;
  selected: boolean;
  /** Some of what it stands for is selected. */
  partly?: boolean;
  onSelect: (extend: boolean) => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={props.partly === true ? 'mixed' : props.selected}
      aria-label={fleetTexts.table.select(props.name)}
      tabIndex={-1}
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
