import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import SonicBoom from 'sonic-boom';
import { mustBeFile } from '../system-error.ts';

export interface RollingFileOptions {
  /** Path without number and extension: `logs/powerhive` becomes `logs/powerhive.1.log`. */
  readonly path: string;
  /** The next file begins when one has this many bytes. */
  readonly mostBytes: number;
  /** How many full files are kept besides the current one, those of earlier runs included. */
  readonly keptFiles: number;
  /** Limit of characters that wait to be written; lines beyond it are dropped. */
  readonly mostWaiting: number;
}

/**
 * Opens a log file that only its owner may read, and continues the one with the highest number. When
 * it is full the next number begins, and the oldest are deleted. Errors of the disk are `error`
 * events; the lines are written once it works again.
 */
export async function openRollingFile(options: RollingFileOptions): Promise<SonicBoom> {
  const { path, mostBytes, keptFiles, mostWaiting } = options;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const fileOf = (n: number): string => `${path}.${n}.log`;
  let current = Math.max(1, ...(await numbersOf(path)));
  // Whoever writes opens the file later, and waits without end at a named pipe.
  mustBeFile(fileOf(current));
  const opened = await open(fileOf(current), 'a', 0o600);
  let bytes = (await opened.stat()).size;
  await opened.close();
  const deleteOld = async (): Promise<void> => {
    const old = (await numbersOf(path)).filter((n) => n < current - keptFiles);
    await Promise.all(old.map((n) => rm(fileOf(n), { force: true })));
  };
  await deleteOld();

  const file = new SonicBoom({ dest: fileOf(current), append: true, mode: 0o600, maxLength: mostWaiting });
  file.on('write', (written: number) => {
    bytes += written;
    if (bytes < mostBytes) return;
    bytes = 0;
    current += 1;
    file.reopen(fileOf(current));
    deleteOld().catch((error: unknown) => file.emit('error', error));
  });
  return file;
}

/** The numbers of the existing log files with this path. */
async function numbersOf(path: string): Promise<number[]> {
  const start = `${basename(path)}.`;
  return (await readdir(dirname(path))).flatMap((name) => {
    const number = name.startsWith(start) ? /^(\d{1,9})\.log$/.exec(name.slice(start.length))?.[1] : undefined;
    return number === undefined ? [] : [Number(number)];
  });
}
