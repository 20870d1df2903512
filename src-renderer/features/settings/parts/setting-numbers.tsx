import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { Settings } from '../../../../src-shared/model/index.ts';
import type { BoundedSetting, Bounds } from '../../../../src-shared/setting-defaults/bounded-setting.ts';
import { type BoundedSection, SETTING_BOUNDS } from '../../../../src-shared/setting-defaults/bounds-by-section.ts';
import { useSaveSettings } from '../../../api/use-settings.ts';
import { numberOf, type TypedNumber } from '../../../ui/forms/typed-number.ts';
import { useUnsaved } from '../../../ui/forms/unsaved.ts';
import { settingsTexts } from '../settings-texts.ts';
import { SaveButton } from './save-button.tsx';
import classes from './settings-form.module.css';

const BOUNDS: { readonly [S in BoundedSection]: Readonly<Record<keyof Settings[S], BoundedSetting>> } = SETTING_BOUNDS;

interface Field<Key extends string> {
  readonly key: Key;
  readonly label: string;
  readonly about?: string;
  /** Its unit, if the section has several. */
  readonly unit?: string;
}

/** The numbers of one section of the settings, which are saved together. */
export function SettingNumbers<Section extends BoundedSection>(props: {
  section: Section;
  unit: string;
  save: string;
  values: Settings[Section];
  fields: readonly Field<keyof Settings[Section] & string>[];
  /** Values that fill the fields, and are saved like typed ones. */
  presets?: readonly { readonly label: string; readonly values: Settings[Section] }[];
}) {
  const save = useSaveSettings();
  const bounds = BOUNDS[props.section];
  type Typed = Partial<Record<keyof Settings[Section], TypedNumber>>;
  const [typed, setTyped] = useState<Typed>({});
  const edits: Partial<Record<keyof Settings[Section], number | null>> = {};
  for (const { key } of props.fields) {
    const text = typed[key];
    if (text !== undefined) edits[key] = numberOf(text);
  }
  const valid = props.fields.every(({ key }) => !isOutside(edits[key], bounds[key]));
  const changed = props.fields.some(({ key }) => edits[key] !== undefined && edits[key] !== props.values[key]);
  useUnsaved(changed);
  const shownOf = (key: keyof Settings[Section] & string): unknown =>
    edits[key] === undefined ? props.values[key] : edits[key];
  const fill = (amountOf: (key: keyof Settings[Section] & string) => number): void => {
    const filled: Typed = {};
    for (const { key } of props.fields) filled[key] = amountOf(key);
    setTyped(filled);
  };
  const isByDefault = props.fields.every(({ key }) => shownOf(key) === bounds[key].byDefault);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ [props.section]: edits }, { onSuccess: () => setTyped({}) });
      }}
    >
      {props.presets !== undefined && (
        <fieldset className={classes.offers} aria-label={settingsTexts.presets}>
          <span>{settingsTexts.presets}</span>
          {props.presets.map(({ label, values }) => {
            const isChosen = props.fields.every(({ key }) => shownOf(key) === values[key]);
            return (
              <Button
                key={label}
                variant={isChosen ? 'light' : 'default'}
                size="compact-xs"
                aria-pressed={isChosen}
                onClick={() => fill((key) => values[key] as number)}
              >
                {label}
              </Button>
            );
          })}
        </fieldset>
      )}
      <div className={classes.fields}>
        {props.fields.map(({ key, label, about, unit = props.unit }) => (
          <NumberInput
            key={key}
            label={label}
            description={[about, boundsText(bounds[key])].filter(Boolean).join(' · ')}
            suffix={unit === '' ? '' : ` ${unit}`}
            min={bounds[key].least}
            max={bounds[key].most}
            clampBehavior="none"
            error={isOutside(edits[key], bounds[key]) && settingsTexts.outside(bounds[key].least, bounds[key].most)}
            value={typed[key] ?? (props.values[key] as number)}
            onChange={(value) => setTyped({ ...typed, [key]: value })}
          />
        ))}
      </div>
      <SaveButton
        save={save}
        changed={changed}
        disabled={!valid}
        beside={
          props.presets === undefined && (
            <Button variant="default" disabled={isByDefault} onClick={() => fill((key) => bounds[key].byDefault)}>
              {settingsTexts.defaults}
            </Button>
          )
        }
      >
        {props.save}
      </SaveButton>
    </form>
  );
}

function boundsText({ least, most, byDefault }: BoundedSetting): string {
  return settingsTexts.bounds(least, most, byDefault);
}

function isOutside(value: number | null | undefined, { least, most }: Bounds): boolean {
  if (value === undefined) return false;
  return value === null || !Number.isInteger(value) || value < least || value > most;
}
