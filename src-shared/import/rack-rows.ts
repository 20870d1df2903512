import { LONGEST_DEVICE_NAME, MOST_RACK_KW, MOST_RACK_SIDE } from '../limits/rack-limits.ts';
import type { Rack, RackPatch } from '../model/index.ts';
import { parseRack, rackPath } from '../place.ts';
import { type CsvCell, type CsvSeparator, csvFile, withoutGuard } from '../text/csv.ts';
import { csvLines } from './csv-cells.ts';
import { importTexts as texts } from './import-texts.ts';

/** The columns of a file of racks: the written names, and those that are recognised. */
const COLUMNS = {
  rack: ['rack', 'rack name'],
  rows: ['rows', 'shelves'],
  columns: ['columns', 'slots'],
  power_limit_kw: ['power limit kw', 'limit kw', 'kw'],
  pdu: ['pdu', 'breaker', 'breaker or pdu'],
  switch: ['switch', 'network switch'],
} as const;
type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as Column[];

/** Ambiguous: `1.500` is 1500 if the point separates thousands, else 1.5. */
const THOUSANDS = /^[1-9]\d{0,2}[.,]\d{3}$/;

type Details = Required<RackPatch>;
const NOTHING: Details = { rows: null, columns: null, power_limit_w: null, pdu: null, switch: null };

/** The change of one rack by a file. */
export interface RackChange {
  readonly rack: string;
  /** Null for a rack without a description. */
  readonly known: Rack | null;
  readonly patch: RackPatch;
}

export interface RackRows {
  readonly changes: readonly RackChange[];
  /** Racks that already are as in the file. */
  readonly same: number;
  readonly problems: readonly { readonly line: number; readonly why: string }[];
  /** Remarks about the columns. */
  readonly remarks: readonly string[];
}

/** Racks as CSV, in the form that `rackRows` parses. */
export function rackCsv(racks: readonly (Partial<Details> & Pick<Rack, 'rack'>)[], separator: CsvSeparator): string {
  const lines = racks.map(({ rack, rows = null, columns = null, power_limit_w = null, pdu = null, ...more }) => {
    return [rack, rows, columns, kilowatts(power_limit_w, separator), pdu, more.switch ?? null];
  });
  return csvFile([NAMES, ...lines], separator);
}

/** Three decimals could be read as thousands: then a fourth one is written. */
function kilowatts(watts: number | null, separator: CsvSeparator): CsvCell {
  if (watts === null) return null;
  const kw = watts / 1000;
  return THOUSANDS.test(String(kw)) ? kw.toFixed(4).replace('.', separator === 'semicolon' ? ',' : '.') : kw;
}

/**
 * Compares a CSV file with the described racks. Its first line names the columns; unknown ones are
 * ignored. An empty cell removes a value; a missing column changes nothing.
 */
export function rackRows(text: string, racks: readonly Rack[]): RackRows {
  const [head, ...lines] = csvLines(text);
  if (head === undefined || text.trim() === '') return { changes: [], same: 0, problems: [], remarks: [] };
  const at = new Map<Column, number>();
  const ignored: string[] = [];
  for (const [i, cell] of head.cells.entries()) {
    const title = cell
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, ' ');
    const column = NAMES.find((name) => (COLUMNS[name] as readonly string[]).includes(title));
    if (column !== undefined && !at.has(column)) at.set(column, i);
    else if (title !== '') ignored.push(cell.trim());
  }
  if (!at.has('rack') || at.size < 2) {
    return { changes: [], same: 0, problems: [{ line: 1, why: texts.noRackColumns }], remarks: [] };
  }
  const known = new Map(racks.map((rack) => [rack.rack, rack]));
  const seen = new Set<string>();
  const changes: RackChange[] = [];
  const problems: { line: number; why: string }[] = [];
  let same = 0;
  for (const { line, cells, isOpen } of lines) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const read = isOpen || cells.some((cell) => cell.includes('\n')) ? texts.lineBreak : readRack(cells, at);
    if (typeof read === 'string' || seen.has(read.rack)) {
      problems.push({ line, why: typeof read === 'string' ? read : texts.twice(read.rack) });
      continue;
    }
    seen.add(read.rack);
    const before = known.get(read.rack) ?? null;
    const keys = (Object.keys(read.details) as (keyof Details)[]).filter(
      (key) => read.details[key] !== (before ?? NOTHING)[key],
    );
    if (keys.length === 0) same += 1;
    else {
      const patch: RackPatch = Object.fromEntries(keys.map((key) => [key, read.details[key]]));
      changes.push({ rack: read.rack, known: before, patch });
    }
  }
  return { changes, same, problems, remarks: ignored.length === 0 ? [] : [texts.ignored(ignored)] };
}

/** The rack of a line, or a text that says why the line is invalid. */
function readRack(
  cells: readonly string[],
  at: ReadonlyMap<Column, number>,
): { readonly rack: string; readonly details: Partial<Details> } | string {
  const cell = (column: Column): string => withoutGuard(cells[at.get(column) ?? -1] ?? '').trim();
  const place = parseRack(cell('rack'));
  if (place === null) return texts.wrongRack(cell('rack'));
  const details: Partial<Details> = {};
  for (const column of ['rows', 'columns'] as const) {
    if (!at.has(column)) continue;
    const number = numberOf(cell(column));
    if (number !== null && !(Number.isInteger(number) && number >= 1 && number <= MOST_RACK_SIDE))
      return texts.wrongSize(column, cell(column), MOST_RACK_SIDE);
    details[column] = number;
  }
  if (at.has('power_limit_kw')) {
    const kw = numberOf(cell('power_limit_kw'));
    if (kw !== null && !(kw >= 0.001 && kw <= MOST_RACK_KW))
      return texts.wrongLimit(cell('power_limit_kw'), MOST_RACK_KW);
    details.power_limit_w = kw === null ? null : Math.round(kw * 1000);
  }
  for (const column of ['pdu', 'switch'] as const) {
    if (!at.has(column)) continue;
    if (cell(column).length > LONGEST_DEVICE_NAME) return texts.longDevice(column, LONGEST_DEVICE_NAME);
    details[column] = cell(column) === '' ? null : cell(column);
  }
  return { rack: rackPath(place), details };
}

/**
 * A number with a decimal point or comma; null for an empty text, NaN for any other text and for an
 * ambiguous one.
 */
function numberOf(text: string): number | null {
  if (text === '') return null;
  return /^\d+(?:[.,]\d+)?$/.test(text) && !THOUSANDS.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
}

/** The lines that describe a change, one for each field. */
export function rackChangeLines({ rack, known, patch }: RackChange): string[] {
  const said = (key: keyof Details, value: string | number | null | undefined): string => {
    if (value === null || value === undefined) return texts.none;
    return key === 'power_limit_w' ? texts.kilowatts(Number(value) / 1000) : String(value);
  };
  return (Object.keys(patch) as (keyof Details)[]).map((key) =>
    texts.rackChange(rack, key, known === null ? null : said(key, known[key]), said(key, patch[key])),
  );
}
