import type { Logger } from 'pino';

/**
 * Waits for one step of the stop, with a limit: a late step is named, and the rest goes on. Returns
 * whether it ended in time.
 */
export async function stopStep(
  log: Logger,
  what: string,
  deadlineMs: number,
  work: Promise<unknown>,
): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), deadlineMs);
  });
  try {
    const isLate = (await Promise.race([work, late])) === 'late';
    if (isLate) log.error(`Stopping: ${what} took longer than ${deadlineMs} ms`);
    return !isLate;
  } catch (error) {
    log.error({ err: error }, `Stopping: ${what} failed`);
    return true;
  } finally {
    clearTimeout(timer);
  }
}
