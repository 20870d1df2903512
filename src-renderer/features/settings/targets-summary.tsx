import type { TargetsPreview } from '../../../src-shared/model/index.ts';
import classes from './targets-summary.module.css';

const number = new Intl.NumberFormat('en');

/** How many addresses a list of targets is, and what is wrong with each wrong one. */
export function TargetsSummary({ preview }: { preview: TargetsPreview | undefined }) {
  if (preview === undefined || preview.targets.length === 0) return null;
  const wrong = preview.targets.filter(({ error }) => error !== null);
  return (
    <div className={classes.summary} role="status">
      <p>
        {number.format(preview.address_count)} {preview.address_count === 1 ? 'address' : 'addresses'}
        {wrong.length > 0 && ` in ${preview.targets.length - wrong.length} of ${preview.targets.length} targets`}
      </p>
      {wrong.length > 0 && (
        <ul className={classes.wrong}>
          {wrong.map(({ text, error }) => (
            <li key={text}>
              <strong>{text}</strong>: {error}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
