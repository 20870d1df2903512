import { Fragment } from 'react';
import classes from './parts.module.css';

/** "1 stopped · 4 not hashing": lines break between parts, not between figures and words. */
export function Parts({ of: parts }: { of: readonly string[] }) {
  return (
    <span>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line have no other name
        <Fragment key={index}>
          {index > 0 && ' · '}
          <span className={classes.part}>{part}</span>
        </Fragment>
      ))}
    </span>
  );
}
