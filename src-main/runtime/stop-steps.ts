import { availableParallelism, loadavg } from 'node:os';
import type { Logger } from 'pino';

const TICK_MS = 25;
const LEAST_MS = 100;
const MOST_SLOWNESS = 6;

/** Waits for one part of the stop, for at most `limitMs`. Returns whether it ended in time. */
export type StopStep = (what: string, limitMs: number, work: Promise<unknown>) => Promise<boolean>;

/**
 * The steps of a stop. Together they take at most `withinMs`; each has its own limit within what is
 * left, and at least 100 ms. A step that takes longer is logged, and the stop continues. So that a
 * thread on a busy machine does not appear to hang, limits count only ticks in which this process
 * ran, and grow with the load per processor (`slowness`; 1 on Windows, which does not report the
 * load).
 */
export function stopSteps(log: Logger, withinMs: number, slowness = machineSlowness()): StopStep {
  let leftMs = withinMs * slowness;
  return async (what, limitMs, work) => {
    const stepMs = Math.round(Math.max(LEAST_MS, Math.min(limitMs * slowness, leftMs)));
    let ticks = 0;
    let timer: NodeJS.Timeout | undefined;
    const timedOut = new Promise<'timed out'>((resolve) => {
      const tick = (): void => {
        ticks += 1;
        if (ticks * TICK_MS >= stepMs) resolve('timed out');
        else timer = setTimeout(tick, TICK_MS);
      };
      timer = setTimeout(tick, TICK_MS);
    });
    try {
      const isTimedOut = (await Promise.race([work, timedOut])) === 'timed out';
      if (isTimedOut) log.error(`Stopping: ${what} took longer than ${stepMs} ms`);
      return !isTimedOut;
    } catch (error) {
      log.error({ err: error }, `Stopping: ${what} failed`);
      return true;
    } finally {
      clearTimeout(timer);
      leftMs -= ticks * TICK_MS;
    }
  };
}

function machineSlowness(): number {
  const [lastMinute = 0] = loadavg();
  return Math.min(MOST_SLOWNESS, Math.max(1, lastMinute / availableParallelism()));
}
