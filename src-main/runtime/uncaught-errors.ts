import type { Logger } from 'pino';
import { messageOf } from './message-of.ts';

/**
 * For errors that nothing else caught: logged, and the program is stopped in order, since the state
 * that they leave is unknown. Returns what takes the handlers away again.
 */
export function stopOnUncaught(log: Logger, onFatal: (reason: string) => void): () => void {
  const caught = (error: unknown): void => {
    log.fatal({ err: error }, 'Internal error');
    onFatal(`Internal error: ${messageOf(error)}`);
  };
  process.on('uncaughtException', caught);
  process.on('unhandledRejection', caught);
  return () => {
    process.off('uncaughtException', caught);
    process.off('unhandledRejection', caught);
  };
}

export const HANGS = 'A thread hangs and cannot be ended: PowerHive ends by force';

/**
 * Ends the process at once: a thread that the system does not let go would hold up every other
 * exit.
 */
export function endByForce(): void {
  process.kill(process.pid, 'SIGKILL');
}
