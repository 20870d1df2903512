import { Button, Checkbox } from '@mantine/core';
import type { NotWhile } from '../../../../src-shared/model/index.ts';
import classes from '../incidents.module.css';
import { rulesTexts } from './rules-texts.ts';

const texts = rulesTexts.editor;
const OPTIONS = Object.keys(texts.notWhiles) as NotWhile[];

/** When a rule finds nothing on a miner: what its query needs, unless the operator chooses. */
export function NotWhileFields(props: {
  /** Null: as the query needs it. */
  value: readonly NotWhile[] | null;
  /** What the query needs; null while that is not known. */
  byQuery: readonly NotWhile[] | null;
  onChange: (value: readonly NotWhile[] | null) => void;
}) {
  const { value, byQuery, onChange } = props;
  const shown = value ?? byQuery ?? [];
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.label}>{texts.notWhile}</legend>
      <div className={classes.choices}>
        {OPTIONS.map((one) => (
          <Checkbox
            key={one}
            label={texts.notWhiles[one]}
            checked={shown.includes(one)}
            disabled={value === null && byQuery === null}
            onChange={({ currentTarget: { checked } }) =>
              onChange(OPTIONS.filter((other) => (other === one ? checked : shown.includes(other))))
            }
          />
        ))}
        {value !== null && (
          <Button size="compact-xs" variant="default" onClick={() => onChange(null)}>
            {texts.asQuery}
          </Button>
        )}
      </div>
      <p className={classes.quiet}>{value === null ? texts.notWhileByQuery : texts.notWhileAlways}</p>
    </fieldset>
  );
}
