import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useState } from 'react';
import { numberOf, type TypedNumber } from './typed-number.ts';

/**
 * A field for a number. What is half typed stays in the field as it is; `onNumber` gets null for it,
 * and the field shows `value` again once it is left.
 */
export function NumberField({
  value,
  onNumber,
  ...others
}: Omit<NumberInputProps, 'value' | 'defaultValue' | 'onChange' | 'onBlur'> & {
  value: number | null;
  onNumber: (value: number | null) => void;
}) {
  const [typed, setTyped] = useState<TypedNumber | null>(null);
  return (
    <NumberInput
      {...others}
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
