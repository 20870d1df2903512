import type { App } from 'electron';
import type { Logger } from 'pino';

/** The program exits after this time even if a part of it hangs. */
const DEADLINE_MS = 4800;

/** Stops the program, and calls `next` in place of the exit. `next` must end the process. */
export type QuitInto = (next: () => void) => void;

/**
 * The only way to quit. However it begins (menu, tray, Ctrl+C, the end of the session), Electron
 * waits for `stop`, at most 4.8 s. Then the program exits with code 0, without waiting for windows.
 */
export function stopBeforeQuit(app: App, log: Logger, stop: () => Promise<void>): QuitInto {
  let stopping = false;
  let stopped = false;
  let leave = (): void => app.exit(0);
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    void Promise.race([stop(), late(log)])
      .catch((error: unknown) => log.error({ err: error }, 'Stopping failed'))
      .finally(() => {
        stopped = true;
        leave();
      });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  return (next) => {
    leave = next;
    app.quit();
  };
}

function late(log: Logger): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => {
      log.error(`Stopping took longer than ${DEADLINE_MS} ms`);
      resolve();
    }, DEADLINE_MS).unref();
  });
}
