import { readFile } from 'node:fs/promises';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import type { DataFolder } from '../config/data-folder.ts';
import { type RunningFile, readRunningFile } from '../config/running-file.ts';
import { CLI_CLIENT, CLIENT_HEADER } from '../serve/rest-actor.ts';
import { CommandError, EXIT } from './command.ts';

/** A PowerHive that runs on this data folder, spoken to over its REST interface. */
export interface RunningApp {
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  delete(path: string): Promise<unknown>;
}

/** Finds the app that runs on this data folder; code 3 if there is none. */
export async function findRunningApp(folder: DataFolder): Promise<RunningApp> {
  const notRunning = new CommandError(
    `No running PowerHive found for ${folder.path}. Start it (npm start or npm run serve), switch REST on in its settings, or name its data folder with --data.`,
    EXIT.notRunning,
  );
  let running: RunningFile;
  let token: string;
  try {
    running = await readRunningFile(folder.runningFile);
    // Another program may have its address since: it must not get the token.
    if (!isRunning(running.pid)) throw notRunning;
    token = (await readFile(folder.tokenFile, 'utf8')).trim();
  } catch {
    throw notRunning;
  }
  const ask = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> => {
    const dispatcher = new Agent({ keepAliveTimeout: 10 });
    let response: Awaited<ReturnType<typeof fetch>>;
    try {
      response = await fetch(new URL(`/api${path}`, running.url), {
        method,
        dispatcher,
        headers: {
          authorization: `Bearer ${token}`,
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
    if (response.ok) return answer;
    const { message } = z
      .object({ message: z.string() })
      .catch({ message: `HTTP ${response.status}` })
      .parse(answer);
    throw new CommandError(message, response.status === 400 || response.status === 422 ? EXIT.usage : EXIT.failed);
  };
  return {
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    delete: (path) => ask('DELETE', path),
  };
}

/** Whether there is a process of this number, also one of another user. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
