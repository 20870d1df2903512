export type CsvCell = string | number | boolean | null;

export const CSV_SEPARATORS = { comma: ',', semicolon: ';', tab: '\t' } as const;
/**
 * What is between two cells. With a semicolon numbers have a decimal comma: that is where
 * spreadsheets expect both.
 */
export type CsvSeparator = keyof typeof CSV_SEPARATORS;

/**
 * Begins a file: without the byte order mark of UTF-8 Excel takes a name such as "Ряд 3" for text
 * of an old code page. Its other hint, a first line `sep=;`, is left out: it makes Excel overlook
 * the mark, and every other program reads it as data.
 */
export const CSV_MARK = '\uFEFF';

/**
 * What a spreadsheet takes for the beginning of a formula, in a cell that was meant to be read;
 * Excel trims full-width signs too. Apostrophes before it are guarded once more, so that taking the
 * guard away leaves them.
 */
const FORMULA_START = /^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;
/** The same where a spreadsheet of another country would begin a cell within the text. */
const FORMULA_WITHIN = /([,;\t\r\n]["\s]*)(?='*[=+\-@＝＋－＠])/g;
/** The apostrophes that a guard is: one more than the text has there itself. */
const GUARD_AT_START = /^'(?='*(?:[\t\r\n]|\s*[=+\-@＝＋－＠]))/;
const GUARD_WITHIN = /([,;\t\r\n]["\s]*)'(?='*[=+\-@＝＋－＠])/g;
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/**
 * One line of CSV as RFC 4180 has it, with its line end. Unknown is an empty cell. Text that a
 * spreadsheet would run as a formula gets an apostrophe in front, because a miner's name is
 * whatever a host on the network says; numbers stay numbers.
 */
export function csvLine(cells: readonly CsvCell[], separator: CsvSeparator = 'comma'): string {
  return `${cells.map((cell) => csvCell(cell, separator)).join(CSV_SEPARATORS[separator])}\r\n`;
}

/** The text of a cell as it was before `csvLine` guarded it: for what is read again. */
export function withoutGuard(text: string): string {
  return text.replace(GUARD_AT_START, '').replaceAll(GUARD_WITHIN, '$1');
}

/**
 * What spreadsheets of a country expect: a semicolon where a comma is the decimal mark. The
 * language of this computer unless named.
 */
export function usualSeparator(locale?: string): CsvSeparator {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.some(({ type, value }) => type === 'decimal' && value === ',') ? 'semicolon' : 'comma';
}

/** One cell of such a line. */
export function csvCell(cell: CsvCell, separator: CsvSeparator): string {
  if (cell === null) return '';
  if (typeof cell === 'number') {
    if (!Number.isFinite(cell)) return '';
    return separator === 'semicolon' ? String(cell).replace('.', ',') : String(cell);
  }
  if (typeof cell === 'boolean') return String(cell);
  const disarmed = cell.replace(FORMULA_WITHIN, "$1'");
  const text = FORMULA_START.test(disarmed) ? `'${disarmed}` : disarmed;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
