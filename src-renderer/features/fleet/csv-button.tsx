import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { type CsvSeparator, usualSeparator } from '../../../src-shared/csv.ts';
import { useDesktop } from '../../api/use-desktop.ts';
import { Choice } from '../../ui/choice.tsx';
import classes from './csv-button.module.css';

const FORMS = [
  { value: 'comma', text: 'a,b  1.5' },
  { value: 'semicolon', text: 'a;b  1,5' },
] as const satisfies readonly { readonly value: CsvSeparator; readonly text: string }[];
type Form = (typeof FORMS)[number]['value'];

const STORAGE_KEY = 'powerhive.csv-form';

/** Saves what is shown as CSV, in the form that spreadsheets of the operator's country open. */
export function CsvButton({ disabled, onSave }: { disabled: boolean; onSave: (separator: CsvSeparator) => void }) {
  const [chosen, setChosen] = useState(readForm);
  // The desktop app's pages are in English everywhere: how the system writes numbers, only the program knows.
  const locale = useDesktop().data?.system_locale;
  const form = chosen ?? (usualSeparator(locale) === 'semicolon' ? 'semicolon' : 'comma');
  const choose = (value: Form): void => {
    setChosen(value);
    try {
      localStorage.setItem(STORAGE_KEY, value);
    } catch {
      // A browser that keeps nothing asks again next time.
    }
  };
  return (
    <Popover trapFocus returnFocus withinPortal={false} position="bottom-end">
      <div className={classes.pair}>
        <Button
          variant="default"
          leftSection={<IconDownload size={14} />}
          disabled={disabled}
          onClick={() => onSave(form)}
        >
          CSV
        </Button>
        <Popover.Target>
          <ActionIcon variant="default" size={30} aria-label="Form of the file">
            <IconChevronDown size={14} />
          </ActionIcon>
        </Popover.Target>
      </div>
      <Popover.Dropdown aria-label="Form of the file" className={classes.form}>
        <Choice label="Columns and numbers are written as" options={FORMS} value={form} onChange={choose} />
        <p className={classes.hint}>
          {form === 'semicolon'
            ? 'For spreadsheets that write 1,5: German, French, Russian and others.'
            : 'For spreadsheets that write 1.5: English, Chinese and others, and for programs.'}
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}

function readForm(): Form | null {
  try {
    const kept = localStorage.getItem(STORAGE_KEY);
    return FORMS.find(({ value }) => value === kept)?.value ?? null;
  } catch {
    return null;
  }
}
