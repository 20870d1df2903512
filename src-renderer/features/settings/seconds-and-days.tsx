import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { Settings } from '../../../src-shared/model/index.ts';
import classes from './settings-form.module.css';
import { useSaveSettings } from './use-settings.ts';

interface Field<Key extends string> {
  readonly key: Key;
  readonly label: string;
  readonly least: number;
  readonly most: number;
}

/** The numbers of one section of the settings, saved together. */
export function SecondsAndDays<Section extends 'intervals' | 'retention'>(props: {
  section: Section;
  unit: string;
  values: Settings[Section];
  fields: readonly Field<keyof Settings[Section] & string>[];
}) {
  const save = useSaveSettings();
  const [edits, setEdits] = useState<Partial<Record<keyof Settings[Section], number | null>>>({});
  const valid = props.fields.every(({ key, least, most }) => {
    const value = edits[key];
    return value === undefined || (value !== null && value >= least && value <= most);
  });
  const changed = props.fields.some(({ key }) => edits[key] !== undefined && edits[key] !== props.values[key]);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ [props.section]: edits }, { onSuccess: () => setEdits({}) });
      }}
    >
      <div className={classes.fields}>
        {props.fields.map(({ key, label, least, most }) => (
          <NumberInput
            key={key}
            label={label}
            suffix={` ${props.unit}`}
            min={least}
            max={most}
            allowDecimal={false}
            allowNegative={false}
            error={isOutside(edits[key], least, most) && `${least} to ${most.toLocaleString('en')}`}
            value={(edits[key] ?? (edits[key] === null ? '' : props.values[key])) as number | ''}
            onChange={(value) => setEdits({ ...edits, [key]: typeof value === 'number' ? value : null })}
          />
        ))}
      </div>
      <Button type="submit" className={classes.save} disabled={!changed || !valid} loading={save.isPending}>
        Save {props.section}
      </Button>
    </form>
  );
}

function isOutside(value: number | null | undefined, least: number, most: number): boolean {
  return value === null || (value !== undefined && (value < least || value > most));
}
