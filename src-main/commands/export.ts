import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CSV_SEPARATORS, type CsvSeparator, usualSeparator } from '../../src-shared/text/csv.ts';
import { minuteText } from '../../src-shared/text/iso-time.ts';
import { ConfigError, readConfig } from '../config/config-file.ts';
import { databasePath } from '../config/data-folder.ts';
import { type HistoryReader, openHistoryReader } from '../store/queries/history/history-export.ts';
import { StoreError } from '../store/store-error.ts';
import { CHIP_COLUMNS, chipBatches, type ExportBatch, STATUS_COLUMNS, statusBatches } from './export-file/columns.ts';
import { csvChunks } from './export-file/csv.ts';
import { parquetChunks } from './export-file/parquet.ts';
import { CommandError, type CommandIo, EXIT, usageError } from './shared/command.ts';
import { chosenFolder, readOptions } from './shared/options.ts';
import { USAGE } from './shared/usage.ts';

/**
 * Exports history to a file, also while PowerHive is running. The file is created atomically, and
 * replaces an existing one only with `--overwrite`. `--out -` is standard output.
 */
export async function runExport(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, {
    from: { type: 'string' },
    to: { type: 'string' },
    what: { type: 'string', default: 'statuses' },
    format: { type: 'string', default: 'csv' },
    separator: { type: 'string' },
    'no-mark': { type: 'boolean', default: false },
    out: { type: 'string' },
    overwrite: { type: 'boolean', default: false },
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length > 0) throw usageError(`unexpected argument "${positionals[0]}": ${USAGE.export}`);
  if (values.format !== 'csv' && values.format !== 'parquet')
    throw usageError(`--format must be csv or parquet, not "${values.format}"`);
  if (values.what !== 'statuses' && values.what !== 'chips')
    throw usageError(`--what must be statuses or chips, not "${values.what}"`);
  const form = { separator: separatorOf(values.separator), isMarked: !values['no-mark'] };
  if (values.format === 'parquet' && (values.separator !== undefined || values['no-mark']))
    throw usageError('--separator and --no-mark are for CSV, not for Parquet');
  if (values.out === undefined) throw usageError(`name the file to write: ${USAGE.export}`);
  const out = values.out;
  const isPiped = out === '-';
  if (isPiped && values.json) throw usageError('--json and --out - would both write to standard output');
  if (!isPiped && !values.overwrite && existsSync(out))
    throw usageError(`${out} is there already. Name another file, or add --overwrite`);
  const fromAt = values.from === undefined ? 0 : moment('--from', values.from);
  const toAt = values.to === undefined ? io.clock.nowMs() : moment('--to', values.to);
  if (toAt <= fromAt) throw usageError('--to must be later than --from');

  const folder = chosenFolder(values.data);
  const settings = await readConfig(folder.configFile).catch((error: unknown) => {
    throw error instanceof ConfigError ? usageError(error.message) : error;
  });
  const path = databasePath(folder, settings.database.path);
  if (!existsSync(path)) throw usageError(`there is no database at ${path}. Name the data folder with --data`);

  const beside = `${out}.part`;
  const counted = { rows: 0 };
  let reader: HistoryReader | null = null;
  try {
    reader = openHistoryReader(path);
    const isChips = values.what === 'chips';
    const beginsAt = reader.beginsAt(isChips ? 'chip' : 'status');
    if (values.from !== undefined && beginsAt !== null && beginsAt > fromAt) {
      io.stderr.write(`Single readings begin at ${minuteText(beginsAt)}: older ones are kept as means alone.\n`);
    }
    const columns = isChips ? CHIP_COLUMNS : STATUS_COLUMNS;
    const found = isChips ? chipBatches(reader.chips(fromAt, toAt)) : statusBatches(reader.statuses(fromAt, toAt));
    const batches = count(found, counted, progressOf(io, reader));
    const content = values.format === 'csv' ? csvChunks(columns, batches, form) : parquetChunks(columns, batches);
    const { signal } = io;
    if (isPiped) await pipeline(Readable.from(copies(content)), io.stdout, { signal, end: false });
    else {
      await writeTo(beside, content, signal);
      await rename(beside, out);
    }
  } catch (error) {
    if (!isPiped) await rm(beside, { force: true });
    if (error instanceof StoreError) throw new CommandError(error.message);
    if (io.signal.aborted) throw new CommandError('Stopped; nothing was written.');
    if ((error as NodeJS.ErrnoException).syscall !== undefined)
      throw new CommandError(`${out} cannot be written: ${(error as Error).message}`);
    throw error;
  } finally {
    reader?.close();
  }
  if (values.json) io.stdout.write(`${JSON.stringify({ rows: counted.rows, file: out })}\n`);
  else
    io.stderr.write(
      `${isTerminal(io) ? '\r\x1b[K' : ''}${counted.rows} rows written to ${isPiped ? 'standard output' : out}\n`,
    );
  return EXIT.done;
}

/** Writes a chunk while the next one is made. */
async function writeTo(path: string, content: Iterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  const file = await open(path, 'w', 0o600);
  let written = Promise.resolve();
  try {
    for (const chunk of content) {
      await written;
      signal.throwIfAborted();
      written = file.writeFile(chunk);
    }
  } finally {
    await written.finally(() => file.close());
  }
}

/** Copies chunks, because a stream may keep them longer than they are valid. */
function* copies(content: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const chunk of content) yield Buffer.from(chunk);
}

function* count(
  batches: Iterable<ExportBatch>,
  counted: { rows: number },
  progress: (rows: number) => void,
): Generator<ExportBatch> {
  for (const batch of batches) {
    const before = counted.rows;
    counted.rows += batch.rows;
    if (Math.floor(counted.rows / PROGRESS_EVERY_ROWS) > Math.floor(before / PROGRESS_EVERY_ROWS))
      progress(counted.rows);
    yield batch;
  }
}

const PROGRESS_EVERY_ROWS = 100_000;

/** Shows the progress on a terminal: the share of hours and miners, which are read in this order. */
function progressOf(io: CommandIo, reader: HistoryReader): (rows: number) => void {
  if (!isTerminal(io)) return () => undefined;
  return (rows) => {
    const percent = Math.floor(100 * reader.doneShare());
    io.stderr.write(`\r\x1b[K${percent} %, ${rows.toLocaleString('en')} rows`);
  };
}

function isTerminal(io: CommandIo): boolean {
  return (io.stderr as Partial<NodeJS.WriteStream>).isTTY === true;
}

function separatorOf(text: string | undefined): CsvSeparator {
  if (text === undefined) return usualSeparator();
  const names = Object.keys(CSV_SEPARATORS) as CsvSeparator[];
  const found = names.find((name) => name === text || CSV_SEPARATORS[name] === text);
  if (found === undefined) throw usageError(`--separator must be comma, semicolon or tab, not "${text}"`);
  return found;
}

/** A date, with optional time and offset; seconds may have a fraction. */
const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/;
/** UNIX milliseconds have 13 digits in this century and the next ones; seconds would have ten. */
const MILLISECONDS = /^\d{13}$/;

/**
 * Parses a time: a local date, a date with time, or UNIX milliseconds. Refuses any other form, such
 * as 01.02.2026, which is ambiguous, and days that do not exist.
 */
function moment(option: string, text: string): number {
  if (MILLISECONDS.test(text)) return Number(text);
  const [, day = '', time = '00:00', offset = ''] = ISO.exec(text) ?? [];
  // Date.parse takes a date alone as UTC, and one with a time as local: so a time is added.
  const at = Date.parse(`${day}T${time}${offset}`);
  const isDay = new Date(`${day}T00:00Z`).toJSON()?.startsWith(day) === true;
  if (day === '' || !isDay || !Number.isFinite(at))
    throw usageError(`${option} must be a date such as 2026-01-31 or 2026-01-31T22:10, not "${text}"`);
  return at;
}
