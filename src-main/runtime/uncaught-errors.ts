import type { Logger } from 'pino';
import { messageOf } from './message-of.ts';

/**
 * Logs uncaught errors, and stops the program in order, because its state is then unknown. Returns
 * a function that removes the handlers.
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

/** Kills the process: a thread that cannot be ended would block every other exit. */
export function endByForce(): void {
  process.kill(process.pid, 'SIGKILL');
}
