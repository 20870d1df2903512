import type { Quantity } from '../../src-shared/units.ts';
import classes from './figure.module.css';

/** A figure with its unit, which is less prominent. */
export function Figure({ quantity, strong = false }: { quantity: Quantity; strong?: boolean }) {
  return (
    <span className={classes.figure}>
      <span className={strong ? classes.strong : undefined}>{quantity.figure}</span>
      {quantity.unit !== '' && <span className={classes.unit}> {quantity.unit}</span>}
    </span>
  );
}
