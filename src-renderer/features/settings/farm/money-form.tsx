import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Settings } from '../../../../src-shared/model/index.ts';
import { useSaveSettings } from '../../../api/use-settings.ts';
import { numberOf, type TypedNumber } from '../../../ui/forms/typed-number.ts';
import { useUnsaved } from '../../../ui/forms/unsaved.ts';
import { SaveButton } from '../parts/save-button.tsx';
import classes from '../parts/settings-form.module.css';
import { farmSettingsTexts } from './farm-settings-texts.ts';

const texts = farmSettingsTexts.money;
type Farm = Settings['farm'];
const PRICES = ['revenue_per_th_day', 'price_per_kwh', 'power_limit_kw'] as const;
type Price = (typeof PRICES)[number];
const BOUNDS = { revenue_per_th_day: 1000, price_per_kwh: 1000, power_limit_kw: 10_000_000 } as const;

/** Revenue per hash rate, price of power, and the power available; all are optional. */
export function MoneyForm({ farm }: { farm: Farm }) {
  const save = useSaveSettings();
  const [typed, setTyped] = useState<Partial<Record<Price, TypedNumber>>>({});
  const [currency, setCurrency] = useState<string | null>(null);
  const edits: Partial<Farm> = currency === null ? {} : { currency };
  for (const key of PRICES) {
    const price = typed[key];
    if (price !== undefined) edits[key] = numberOf(price);
  }
  const values = { ...farm, ...edits };
  const changed = Object.entries(edits).some(([key, value]) => farm[key as keyof Farm] !== value);
  const currencyWrong = !/^\S{1,5}$/.test(values.currency);
  const isOutside = (key: Price): boolean => {
    const value = values[key];
    if (value === null) return false;
    return !(value >= 0 && value <= BOUNDS[key]) || (key === 'power_limit_kw' && value === 0);
  };
  useUnsaved(changed);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          { farm: edits },
          {
            onSuccess: () => {
              setTyped({});
              setCurrency(null);
            },
          },
        );
      }}
    >
      <div className={classes.fields}>
        {PRICES.map((key) => (
          <NumberInput
            key={key}
            label={texts.fields[key](values.currency)}
            description={texts.hints[key]}
            clampBehavior="none"
            error={isOutside(key) && texts.outside(BOUNDS[key])}
            value={typed[key] ?? farm[key] ?? ''}
            onChange={(value) => setTyped({ ...typed, [key]: value })}
          />
        ))}
        <TextInput
          label={texts.currency}
          description={texts.currencyAbout}
          maxLength={5}
          error={currencyWrong && texts.currencyAbout}
          value={values.currency}
          onChange={(event) => setCurrency(event.currentTarget.value.trim())}
        />
      </div>
      <SaveButton save={save} changed={changed} disabled={currencyWrong || PRICES.some(isOutside)}>
        {texts.save}
      </SaveButton>
    </form>
  );
}
