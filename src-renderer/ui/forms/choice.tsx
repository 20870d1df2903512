import { useId } from 'react';
import classes from './choice.module.css';

/** A few options side by side, one of which is selected. */
export function Choice<T extends string>(props: {
  label: string;
  options: readonly { readonly value: T; readonly text: string }[];
  value: T;
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={props.label} className={classes.group}>
      {props.options.map(({ value, text }) => (
        <label key={value} className={classes.option}>
          <input
            type="radio"
            name={name}
            className={classes.input}
            checked={value === props.value}
            onChange={() => props.onChange(value)}
          />
          {text}
        </label>
      ))}
    </div>
  );
}
