import { useSyncExternalStore } from 'react';
import { type CsvSeparator, usualSeparator } from '../../src-shared/text/csv.ts';
import { readStorage, writeStorage } from '../ui/browser-storage.ts';
import { Observable } from './observable.ts';
import { useDesktop } from './use-desktop.ts';

export type CsvForm = Extract<CsvSeparator, 'comma' | 'semicolon'>;

const STORAGE_KEY = 'powerhive.csv-form';

/** The one chosen in this browser, the same for all that save a file. */
const chosenForm = new Observable(readForm());

/** The CSV format of spreadsheets in the operator's country, or the one chosen in this browser. */
export function useCsvForm(): readonly [CsvForm, (form: CsvForm) => void] {
  const chosen = useSyncExternalStore(chosenForm.subscribe, chosenForm.get);
  // The desktop app's pages are always in English: only the program knows the number format of the
  // system.
  const locale = useDesktop().data?.system_locale;
  const choose = (form: CsvForm): void => {
    chosenForm.set(form);
    writeStorage(STORAGE_KEY, form);
  };
  return [chosen ?? (usualSeparator(locale) === 'semicolon' ? 'semicolon' : 'comma'), choose];
}

function readForm(): CsvForm | null {
  const kept = readStorage(STORAGE_KEY);
  return kept === 'comma' || kept === 'semicolon' ? kept : null;
}
