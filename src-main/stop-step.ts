import type { Logger } from 'pino';

/** Waits for one step of the stop, but not for ever: whoever is late is named, and the rest goes on. */
export async function stopStep(log: Logger, what: string, deadlineMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), deadlineMs);
  });
  try {
    if ((await Promise.race([work, late])) === 'late') log.error(`Stopping: ${what} took longer than ${deadlineMs} ms`);
  } catch (error) {
    log.error({ err: error }, `Stopping: ${what} failed`);
  } finally {
    clearTimeout(timer);
  }
}
