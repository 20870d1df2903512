import { Health } from '../../src-shared/model/index.ts';

const WITH_TOKEN = 'Ask with the token for the reason.';

/**
 * The health report for every program on this computer: without paths, and without texts that may
 * contain one.
 */
export function publicHealth(health: Health): Health {
  const { database, backup, recording, watching, loops, threads, destinations } = health;
  return Health.parse({
    ...health,
    watching: { ...watching, reason: masked(watching.reason) },
    recording: { ...recording, reason: masked(recording.reason) },
    loops: loops.map((loop) => ({ ...loop, last_error: masked(loop.last_error) })),
    threads: threads.map((thread) => ({ ...thread, last_error: masked(thread.last_error) })),
    database: { ...database, path: null, last_error: masked(database.last_error) },
    destinations: destinations.map((one) => ({ ...one, last_error: masked(one.last_error) })),
    backup: { ...backup, folder: null, last_error: masked(backup.last_error) },
  });
}

function masked(text: string | null): string | null {
  return text === null ? null : WITH_TOKEN;
}
