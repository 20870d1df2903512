import { Select } from '@mantine/core';
import type { QuietHours } from '../../../../src-shared/model/index.ts';
import { notificationsTexts } from './notifications-texts.ts';

const { throughOptions } = notificationsTexts.notifications;
const OPTIONS = (['critical', 'warning'] as const).map((value) => ({ value, label: throughOptions[value] }));

/** The lowest severity that is sent in quiet hours. */
export const leastOf = ({ min_severity }: QuietHours): 'critical' | 'warning' => min_severity ?? 'critical';

/** Selects what is sent in quiet hours. */
export function QuietSeverity(props: { label: string; quiet: QuietHours; onChange: (quiet: QuietHours) => void }) {
  const { from, to } = props.quiet;
  return (
    <Select
      label={props.label}
      data={OPTIONS}
      value={leastOf(props.quiet)}
      allowDeselect={false}
      onChange={(value) => props.onChange({ from, to, ...(value === 'warning' && { min_severity: 'warning' }) })}
    />
  );
}
