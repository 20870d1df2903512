import stringWidth from 'string-width';

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => string;
  readonly align?: 'right';
}

/** Control characters are removed: a miner's name must not move the cursor. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Formats rows as text in columns, under their titles. */
export function formatTable<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const cells = [
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => column.cell(row).replace(CONTROL, ''))),
  ];
  // Names may be Chinese: a character takes two columns there.
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => stringWidth(line[i] ?? ''))));
  return cells
    .map((line) =>
      line
        .map((cell, i) => {
          const fill = ' '.repeat((widths[i] ?? 0) - stringWidth(cell));
          return columns[i]?.align === 'right' ? fill + cell : cell + fill;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
