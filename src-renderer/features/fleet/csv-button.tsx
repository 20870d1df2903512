import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { type CsvSeparator, usualSeparator } from '../../../src-shared/csv.ts';
import { useDesktop } from '../../api/use-desktop.ts';
import { Choice } from '../../ui/choice.tsx';
import classes from './csv-button.module.css';
import { fleetTexts } from './fleet-texts.ts';

const texts = fleetTexts.csv;

const FORMS = [
  { value: 'comma', text: texts.forms.comma },
  { value: 'semicolon', text: texts.forms.semicolon },
] as const satisfies readonly { readonly value: CsvSeparator; readonly text: string }[];
type Form = (typeof FORMS)[number]['value'];

const STORAGE_KEY = 'powerhive.csv-form';

/** Saves what is shown as CSV, in the form that spreadsheets of the operator's country open. */
export function CsvButton({ disabled, onSave }: { disabled: boolean; onSave: (separator: CsvSeparator) => void }) {
  const [chosen, setChosen] = useState(readForm);
  // The desktop app's pages are in English everywhere: how the system writes numbers, only the
  // program knows.
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
          {texts.save}
        </Button>
        <Popover.Target>
          <ActionIcon variant="default" size={30} aria-label={texts.form}>
            <IconChevronDown size={14} />
          </ActionIcon>
        </Popover.Target>
      </div>
      <Popover.Dropdown aria-label={texts.form} className={classes.form}>
        <Choice label={texts.written} options={FORMS} value={form} onChange={choose} />
        <p className={classes.hint}>{texts[form]}</p>
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
