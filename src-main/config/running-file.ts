import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import { withPath } from '../runtime/system-error.ts';

/**
 * What a running PowerHive leaves in its data folder, so that the command line finds it. It outlasts
 * a PowerHive that was killed: what answers at `url` then may be another program.
 */
const RunningFile = z.object({ url: z.url(), pid: z.int() });
type RunningFile = z.infer<typeof RunningFile>;

/**
 * Null where there is no such file, or something else in it. Rejects with the error of the system
 * where it cannot be read, such as another user's: PowerHive may well run then.
 */
export async function readRunningFile(path: string): Promise<RunningFile | null> {
  try {
    return RunningFile.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw withPath(error, path);
  }
}

/**
 * A disk that refuses the file is no reason not to run: only the command line does not find this
 * PowerHive then, which the log says.
 */
export async function writeRunningFile(path: string, url: string, log: Logger): Promise<void> {
  const running: RunningFile = { url, pid: process.pid };
  await writeFile(path, JSON.stringify(running), { mode: 0o600 }).catch((error: Error) =>
    log.warn(`The command line cannot find this PowerHive: ${path} cannot be written (${error.message})`),
  );
}

/**
 * A file that cannot be removed stays: the command line looks whether the process in it still runs.
 */
export async function removeRunningFile(path: string, log: Logger): Promise<void> {
  await rm(path, { force: true }).catch((error: Error) =>
    log.warn(`${path} stays behind: it cannot be removed (${error.message})`),
  );
}
