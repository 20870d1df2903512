import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import { mustBeFile, withPath } from '../runtime/system-error.ts';

/**
 * A file in the data folder by which the command line finds a running PowerHive. It remains after a
 * kill: then another program may respond at `url`.
 */
const RunningFile = z.object({ url: z.url(), pid: z.int() });
type RunningFile = z.infer<typeof RunningFile>;

/**
 * Null if the file does not exist or has other content. Rejects with the error of the system if it
 * cannot be read, for example another user's: PowerHive may still be running.
 */
export async function readRunningFile(path: string): Promise<RunningFile | null> {
  try {
    mustBeFile(path);
    return RunningFile.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw withPath(error, path);
  }
}

/** A failure is only logged: PowerHive runs anyway, but the command line does not find it. */
export async function writeRunningFile(path: string, url: string, log: Logger): Promise<void> {
  const running: RunningFile = { url, pid: process.pid };
  try {
    mustBeFile(path);
    await writeFile(path, JSON.stringify(running), { mode: 0o600 });
  } catch (error) {
    log.warn(`The command line cannot find this PowerHive: ${path} cannot be written (${(error as Error).message})`);
  }
}

/** A failure is only logged: the command line checks whether the process in the file still runs. */
export async function removeRunningFile(path: string, log: Logger): Promise<void> {
  await rm(path, { force: true }).catch((error: Error) => log.warn(`${path} was not removed: ${error.message}`));
}
