import { readFile } from 'node:fs/promises';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import type { DataFolder } from '../../config/data-folder.ts';
import { readRunningFile } from '../../config/running-file.ts';
import { mustBeFile, withPath } from '../../runtime/system-error.ts';
import { CLI_CLIENT, CLIENT_HEADER } from '../../serve/rest-actor.ts';
import { CommandError, EXIT } from './command.ts';

/** How often a command asks the running app how far its work is. */
export const PROGRESS_POLL_MS = 150;

/**
 * The REST client of the PowerHive that runs with a data folder. Each call rejects with a
 * `CommandError` if it is refused, or if this version cannot parse the response.
 */
export interface RunningApp {
  get<T>(path: string, answer: z.ZodType<T>): Promise<T>;
  post<T>(path: string, body: unknown, answer: z.ZodType<T>): Promise<T>;
  delete<T>(path: string, answer: z.ZodType<T>): Promise<T>;
}

/** Finds the app that runs with this data folder. Throws with exit code 3 if there is none. */
export async function findRunningApp(folder: DataFolder): Promise<RunningApp> {
  const notRunning = new CommandError(
    `No running PowerHive found for ${folder.path}. Start it (npm start or npm run serve), switch REST on in its settings, or name its data folder with --data.`,
    EXIT.notRunning,
  );
  const running = await readRunningFile(folder.runningFile);
  // Another program may use its port by now, and must not get the token.
  if (running === null || !isRunning(running.pid)) throw notRunning;
  mustBeFile(folder.tokenFile);
  const token = await readFile(folder.tokenFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? notRunning : withPath(error, folder.tokenFile);
  });
  const send = async <T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    schema: z.ZodType<T>,
    body?: unknown,
  ): Promise<T> => {
    const dispatcher = new Agent({ keepAliveTimeout: 10 });
    let response: Awaited<ReturnType<typeof fetch>>;
    try {
      response = await fetch(new URL(`/api${path}`, running.url), {
        method,
        dispatcher,
        headers: {
          authorization: `Bearer ${token.trim()}`,
          [CLIENT_HEADER]: CLI_CLIENT,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      const cause = (error as { cause?: NodeJS.ErrnoException }).cause;
      if (cause?.code === 'ECONNREFUSED') throw notRunning;
      throw new CommandError(
        `PowerHive at ${running.url} does not answer: ${cause?.message ?? (error as Error).message}`,
      );
    }
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return read(answer, schema, running.url);
    const { message } = z
      .object({ message: z.string() })
      .catch({ message: `HTTP ${response.status}` })
      .parse(answer);
    throw new CommandError(message, response.status === 400 || response.status === 422 ? EXIT.usage : EXIT.failed);
  };
  return {
    get: (path, schema) => send('GET', path, schema),
    post: (path, body, schema) => send('POST', path, schema, body),
    delete: (path, schema) => send('DELETE', path, schema),
  };
}

/** Checks a response. An app that was not restarted after an update may send another shape. */
function read<T>(answer: unknown, schema: z.ZodType<T>, url: string): T {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')})`;
  throw new CommandError(
    `PowerHive at ${url} answers in a way that this command does not know${where}: it is probably another version. Restart it, or use the command line of the same version.`,
  );
}

/** Whether a process with this id exists, also of another user. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
