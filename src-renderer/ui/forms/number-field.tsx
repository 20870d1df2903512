import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useState } from 'react';
import { uiTexts } from '../ui-texts.ts';
import { isOutside, numberOf, type TypedNumber } from './typed-number.ts';

/**
 * A field for a number. Incomplete input stays in the field; `onNumber` gets null for it, and the
 * field shows `value` again when it loses the focus. A number out of bounds is not corrected: it
 * stays with an error, and `onNumber` gets it.
 */
export function NumberField({
  value,
  onNumber,
  min,
  max,
  error,
  ...others
}: Omit<NumberInputProps, 'value' | 'defaultValue' | 'onChange' | 'onBlur' | 'clampBehavior' | 'min' | 'max'> & {
  value: number | null;
  onNumber: (value: number | null) => void;
  min: number;
  max?: number;
}) {
  const [typed, setTyped] = useState<TypedNumber | null>(null);
  const bounds = { least: min, most: max ?? null, whole: others.allowDecimal === false };
  return (
    <NumberInput
      {...others}
      min={min}
      {...(max !== undefined && { max })}
      clampBehavior="none"
      error={isOutside(value, bounds) ? uiTexts.outside(bounds) : error}
      value={typed ?? value ?? ''}
      onChange={(next) => {
        setTyped(next);
        const number = numberOf(next);
        onNumber(Number.isNaN(number) ? null : number);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
