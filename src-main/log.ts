import { Writable } from 'node:stream';
import { type Logger, multistream, pino } from 'pino';
import roll from 'pino-roll';

/** Fields that never reach a log line, whoever passes them. */
const SECRET_FIELDS = ['unlock_pass', 'api_key', 'apiKey', 'token', 'password', 'pw', 'authorization'];
const LEVELS: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};

export interface LogOptions {
  readonly level: string;
  /** Start of the log files' names; null = no file. */
  readonly file: string | null;
  readonly stderr: NodeJS.WritableStream;
}

/** Logs structured lines to a rolling file (10 MB, five kept) and short ones for people to stderr. */
export async function openLog(options: LogOptions): Promise<{ log: Logger; close: () => Promise<void> }> {
  const file =
    options.file === null
      ? null
      : await roll({ file: options.file, extension: '.log', size: '10m', limit: { count: 5 }, mkdir: true });
  const streams = [
    { level: options.level as pino.Level, stream: readableLines(options.stderr) },
    ...(file === null ? [] : [{ level: options.level as pino.Level, stream: file }]),
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
      if (file === null) resolve();
      else {
        file.once('close', resolve);
        file.end();
      }
    });
  return { log, close };
}

function readableLines(out: NodeJS.WritableStream): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const { level, time, msg, err, ...rest } = JSON.parse(chunk.toString()) as Record<string, unknown>;
      const clock = new Date(time as number).toTimeString().slice(0, 8);
      const details = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
      const trouble = err === undefined ? '' : `: ${(err as { message?: string }).message ?? ''}`;
      out.write(`${clock} ${(LEVELS[level as number] ?? '').padEnd(5)} ${msg}${trouble}${details}\n`);
      done();
    },
  });
}
