import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { memo, useState } from 'react';
import type { CsvSeparator } from '../../../src-shared/text/csv.ts';
import { useCsvForm } from '../../api/use-csv-form.ts';
import { Choice } from '../../ui/forms/choice.tsx';
import classes from './csv-button.module.css';
import { csvTexts } from './csv-texts.ts';

const texts = csvTexts;

const FORMS = [
  { value: 'comma', text: texts.forms.comma },
  { value: 'semicolon', text: texts.forms.semicolon },
] as const satisfies readonly { readonly value: CsvSeparator; readonly text: string }[];

/**
 * Saves the shown miners as CSV, in the format of the operator's country. If some of them are
 * selected, only these `selectedCount`.
 */
export const CsvButton = memo(function CsvButton(props: {
  disabled: boolean;
  selectedCount?: number;
  onSave: (separator: CsvSeparator) => void;
}) {
  const { disabled, selectedCount = 0, onSave } = props;
  const [form, choose] = useCsvForm();
  const [isOpen, open] = useState(false);
  return (
    <Popover opened={isOpen} onChange={open} trapFocus returnFocus withinPortal={false} position="bottom-end">
      <div className={classes.pair}>
        <Button
          variant="default"
          leftSection={<IconDownload size={14} />}
          disabled={disabled}
          onClick={() => onSave(form)}
        >
          {selectedCount > 0 ? texts.saveSelected(selectedCount) : texts.save}
        </Button>
        <Popover.Target>
          <ActionIcon variant="default" size={30} aria-label={texts.form} onClick={() => open(!isOpen)}>
            <IconChevronDown size={14} />
          </ActionIcon>
        </Popover.Target>
      </div>
      <Popover.Dropdown aria-label={texts.form} className={classes.form}>
        <Choice
          label={texts.written}
          options={FORMS}
          value={form}
          onChange={(chosen) => {
            choose(chosen);
            // Left open, it covers what is below.
            open(false);
          }}
        />
        <p className={classes.hint}>{texts[form]}</p>
      </Popover.Dropdown>
    </Popover>
  );
});
