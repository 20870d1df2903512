import { uiTexts } from '../ui-texts.ts';
import { NumberField } from './number-field.tsx';
import type { FieldBounds } from './typed-number.ts';

/** The bounds of a field for a duration: whole minutes, one at least. */
export function minutesUpTo(most: number): FieldBounds & { readonly most: number } {
  return { least: 1, most, whole: true };
}

/** A field for a duration in whole minutes. `onMinutes` gets null while none is typed. */
export function MinutesField(props: {
  label: string;
  bounds: ReturnType<typeof minutesUpTo>;
  value: number | null;
  onMinutes: (minutes: number | null) => void;
  className?: string | undefined;
}) {
  const { label, bounds, value, onMinutes, className } = props;
  return (
    <NumberField
      {...(className !== undefined && { className })}
      label={label}
      min={bounds.least}
      max={bounds.most}
      allowDecimal={false}
      suffix={uiTexts.minutesUnit}
      value={value}
      onNumber={onMinutes}
    />
  );
}
