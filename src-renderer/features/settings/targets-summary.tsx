import type { TargetsPreview } from '../../../src-shared/model/index.ts';
import { settingsTexts } from './settings-texts.ts';
import classes from './targets-summary.module.css';

const texts = settingsTexts.networks;

/** How many addresses a list of targets is, and what is wrong with each wrong one. */
export function TargetsSummary({ preview }: { preview: TargetsPreview | undefined }) {
  if (preview === undefined || preview.targets.length === 0) return null;
  const wrong = preview.targets.filter(({ error }) => error !== null);
  return (
    <div className={classes.summary} role="status">
      <p>
        {wrong.length > 0 ? texts.wrong(wrong.length, preview.targets.length) : texts.addresses(preview.address_count)}
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
