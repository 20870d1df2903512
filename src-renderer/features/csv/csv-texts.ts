import { numberText } from '../../../src-shared/text/count-text.ts';

/** Texts of the button that saves a CSV file. */
export const csvTexts = {
  save: 'CSV',
  saveSelected: (miners: number): string => `CSV (${numberText(miners)})`,
  form: 'File format',
  written: 'Columns and numbers',
  forms: { comma: 'a,b  1.5', semicolon: 'a;b  1,5' },
  comma: 'For spreadsheets that write 1.5 (English, Chinese and others), and for programs.',
  semicolon: 'For spreadsheets that write 1,5 (German, French, Russian and others).',
} as const;
