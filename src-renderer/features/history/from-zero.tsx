import { Checkbox } from '@mantine/core';
import { historyTexts as texts } from './history-texts.ts';

/** Whether the scales of charts begin at 0. */
export function FromZero({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) {
  return (
    <Checkbox
      size="xs"
      label={texts.fromZero}
      checked={value}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
