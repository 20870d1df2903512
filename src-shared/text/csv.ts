export type CsvCell = string | number | boolean | null;

export const CSV_SEPARATORS = { comma: ',', semicolon: ';', tab: '\t' } as const;
/**
 * The separator of cells. With a semicolon numbers have a decimal comma, because spreadsheets of
 * the same countries expect both.
 */
export type CsvSeparator = keyof typeof CSV_SEPARATORS;

/**
 * The byte order mark at the start of a file: without it Excel reads a name such as "Ряд 3" in an
 * old code page. A first line `sep=;` is not written: it makes Excel ignore the mark, and other
 * programs read it as data.
 */
export const CSV_MARK = '\uFEFF';

/**
 * What a spreadsheet treats as the beginning of a formula in a text cell, including full-width
 * signs in Excel. A text that already begins with apostrophes before it gets one more, so that
 * removing the guard restores the text.
 */
const FORMULA_START = /^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;
/** The same within a text, where a spreadsheet of another country would begin a new cell. */
const FORMULA_WITHIN = /([,;\t\r\n]["\s]*)(?='*[=+\-@＝＋－＠])/g;
/** The apostrophe that is the guard: the first of those before a formula. */
const GUARD_AT_START = /^'(?='*(?:[\t\r\n]|\s*[=+\-@＝＋－＠]))/;
const GUARD_WITHIN = /([,;\t\r\n]["\s]*)'(?='*[=+\-@＝＋－＠])/g;
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/**
 * One line of CSV by RFC 4180, with its line end. Null is an empty cell. A text that a spreadsheet
 * would run as a formula is prefixed by an apostrophe, because a miner's name is any text that a
 * host on the network sends. Numbers are unchanged.
 */
export function csvLine(cells: readonly CsvCell[], separator: CsvSeparator = 'comma'): string {
  return `${cells.map((cell) => csvCell(cell, separator)).join(CSV_SEPARATORS[separator])}\r\n`;
}

/** A whole file: the byte order mark and a line for each row, the titles first. */
export function csvFile(rows: readonly (readonly CsvCell[])[], separator: CsvSeparator = 'comma'): string {
  return CSV_MARK + rows.map((row) => csvLine(row, separator)).join('');
}

/** The text of a cell without the guard of `csvLine`, for an import. */
export function withoutGuard(text: string): string {
  return text.replace(GUARD_AT_START, '').replaceAll(GUARD_WITHIN, '$1');
}

/**
 * The separator that spreadsheets of a locale expect: a semicolon if the comma is the decimal mark.
 * By default the locale of this computer.
 */
export function usualSeparator(locale?: string): CsvSeparator {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.some(({ type, value }) => type === 'decimal' && value === ',') ? 'semicolon' : 'comma';
}

/** One cell of a CSV line. */
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
