import { useState } from 'react';
import { type CsvSeparator, usualSeparator } from '../../src-shared/csv.ts';
import { readStorage, writeStorage } from '../ui/browser-storage.ts';
import { useDesktop } from './use-desktop.ts';

export type CsvForm = Extract<CsvSeparator, 'comma' | 'semicolon'>;

const STORAGE_KEY = 'powerhive.csv-form';

/** The form of CSV that spreadsheets of the operator's country open, or that was chosen here. */
export function useCsvForm(): readonly [CsvForm, (form: CsvForm) => void] {
  const [chosen, setChosen] = useState(readForm);
  // The desktop app's pages are in English everywhere: how the system writes numbers, only the
  // program knows.
  const locale = useDesktop().data?.system_locale;
  const choose = (form: CsvForm): void => {
    setChosen(form);
    writeStorage(STORAGE_KEY, form);
  };
  return [chosen ?? (usualSeparator(locale) === 'semicolon' ? 'semicolon' : 'comma'), choose];
}

function readForm(): CsvForm | null {
  const kept = readStorage(STORAGE_KEY);
  return kept === 'comma' || kept === 'semicolon' ? kept : null;
}
