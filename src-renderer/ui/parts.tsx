import classes from './parts.module.css';

/**
 * "1 stopped · 4 not hashing": lines break between parts, not between figures and words, and no line
 * begins or ends with a separator.
 */
export function Parts({ of: parts }: { of: readonly string[] }) {
  return (
    <span className={classes.parts}>
      <span className={classes.line}>
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line have no other name
          <span key={index} className={classes.part}>
            {index > 0 && <span className={classes.dot}> · </span>}
            {part}
          </span>
        ))}
      </span>
    </span>
  );
}
