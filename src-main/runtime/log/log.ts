import { Writable } from 'node:stream';
import { type Logger, multistream, pino } from 'pino';
import type SonicBoom from 'sonic-boom';
import { messageOf } from '../message-of.ts';
import { systemErrorWords } from '../system-error.ts';
import { openRollingFile } from './rolling-file.ts';
import { SECRET_FIELDS } from './secret-fields.ts';

const LEVELS: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};

/** How long `close` waits until the last lines are written. */
const CLOSE_WITHIN_MS = 1000;

export interface LogOptions {
  readonly level: string;
  /** Path prefix of the log files; null for no file. */
  readonly file: string | null;
  readonly stderr: NodeJS.WritableStream;
}

/**
 * Logs structured lines to a rolling file (10 MB, five full ones kept) and short ones for people to stderr.
 */
export async function openLog(options: LogOptions): Promise<{ log: Logger; close: () => Promise<void> }> {
  const file = options.file === null ? null : await openFile(options.file, options.stderr);
  const streams = [
    { level: options.level as pino.Level, stream: readableLines(options.stderr) },
    ...(file === null ? [] : [{ level: options.level as pino.Level, stream: whileOpen(file) }]),
  ];
  const log = pino(
    {
      level: options.level,
      base: null,
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[secret]' },
    },
    multistream(streams),
  );
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      if (file === null) return resolve();
      // If the disk refuses the last lines, `close` is never emitted.
      const timer = setTimeout(resolve, CLOSE_WITHIN_MS);
      file.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      file.end();
    });
  return { log, close };
}

/**
 * A log that cannot be written must not end the program: it is reported once, and lines go to the
 * terminal alone.
 */
async function openFile(path: string, stderr: NodeJS.WritableStream): Promise<SonicBoom | null> {
  let isReported = false;
  const report = (error: unknown): void => {
    if (!isReported) stderr.write(`The log file cannot be written: ${systemErrorWords(error) ?? messageOf(error)}\n`);
    isReported = true;
  };
  try {
    const file = await openRollingFile({ path, mostBytes: 10_000_000, keptFiles: 5, mostWaiting: 4_000_000 });
    file.on('error', report);
    return file;
  } catch (error) {
    report(error);
    return null;
  }
}

/** Late lines may come after the file was closed. */
function whileOpen(file: SonicBoom): { write(line: string): void } {
  let isOpen = true;
  file.once('close', () => {
    isOpen = false;
  });
  return {
    write(line) {
      if (isOpen) file.write(line);
    },
  };
}

function readableLines(out: NodeJS.WritableStream): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const { level, time, msg, err, ...rest } = JSON.parse(chunk.toString()) as Record<string, unknown>;
      const clock = new Date(time as number).toTimeString().slice(0, 8);
      const details = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
      const trouble = err === undefined ? '' : `: ${(err as { message?: string }).message ?? ''}`;
      const line = `${clock} ${(LEVELS[level as number] ?? '').padEnd(5)} ${msg}${trouble}${details}`;
      // One line per event, even if a value contains line breaks.
      out.write(`${line.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')}\n`);
      done();
    },
  });
}
