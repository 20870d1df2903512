import { Checkbox } from '@mantine/core';
import type { TargetsPreview } from '../../../../src-shared/model/index.ts';
import { farmSettingsTexts } from './farm-settings-texts.ts';
import classes from './targets-summary.module.css';
import type { PublicQuestion } from './use-targets-preview.ts';

const texts = farmSettingsTexts.networks;

/**
 * Number of addresses of a list of targets, the errors of invalid ones, and the question about
 * public ones.
 */
export function TargetsSummary(props: { preview: TargetsPreview | undefined; question: PublicQuestion }) {
  const { preview, question } = props;
  if (preview === undefined || preview.targets.length === 0) return null;
  const wrong = preview.targets.filter(({ error }) => error !== null);
  return (
    <div className={classes.summary}>
      <div role="status">
        <p>
          {wrong.length > 0
            ? texts.wrong(wrong.length, preview.targets.length)
            : texts.addresses(preview.address_count)}
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
      {question !== null && (
        <Checkbox
          label={texts.publicOwn(question.asks)}
          description={texts.publicAbout}
          checked={question.isConfirmed}
          onChange={(event) => question.confirm(event.currentTarget.checked)}
        />
      )}
    </div>
  );
}
