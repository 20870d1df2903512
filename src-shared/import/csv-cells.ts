/** One line of a CSV text. It may span several text lines if a quoted cell has line breaks. */
export interface CsvLine {
  /** The text line on which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Whether it ends in an unclosed quote. */
  readonly isOpen: boolean;
}

/** Before the first line: empty ones, and the separator in the form that Excel reads (`sep=;`). */
const LEAD = /^(?:[ \t,;]*\n|sep=(.)[ \t]*\n)*/i;

/**
 * Parses a CSV text, from its first line that is not empty. The separator is the one after `sep=`,
 * else the most frequent of comma, semicolon and tab in that line. In quotes a separator, a line break and a doubled quote are text. Only a quote at the
 * beginning of a cell opens a quoted one: that of `5" fan` is text.
 */
export function csvLines(text: string): CsvLine[] {
  const plain = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const [lead = '', named] = LEAD.exec(plain) ?? [];
  const separator = named ?? separatorOf(plain.slice(lead.length).split('\n', 1)[0] ?? '');
  const lines: CsvLine[] = [];
  let cells: string[] = [];
  let cell = '';
  let quote: 'none' | 'open' | 'closed' = 'none';
  let line = lead.split('\n').length;
  let begins = line;
  const endCell = (): void => {
    cells.push(cell);
    cell = '';
    quote = 'none';
  };
  const endLine = (isOpen: boolean): void => {
    endCell();
    lines.push({ line: begins, cells, isOpen });
    cells = [];
    begins = line;
  };
  for (let at = lead.length; at < plain.length; at++) {
    const character = plain.charAt(at);
    if (character === '\n') line += 1;
    if (quote === 'open') {
      if (character !== '"') cell += character;
      else if (plain.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quote = 'closed';
    } else if (character === '"' && quote === 'none' && cell.trim() === '') {
      cell = '';
      quote = 'open';
    } else if (character === separator) endCell();
    else if (character === '\n') endLine(false);
    else cell += character;
  }
  const isOpen = (quote as string) === 'open';
  if (cell !== '' || cells.length > 0 || isOpen) endLine(isOpen);
  return lines;
}

function separatorOf(first: string): string {
  const parts = (separator: string): number => first.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (parts(one) > parts(best) ? one : best));
}
