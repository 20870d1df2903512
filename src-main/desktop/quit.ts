import type { App } from 'electron';
import type { Logger } from 'pino';

/** Whatever hangs, the program is gone by then. */
const DEADLINE_MS = 4800;

/** Quits as always, but does this last instead of ending the program: it is trusted to end it. */
export type QuitInto = (next: () => void) => void;

/**
 * The one way out. However quitting begins (menu, tray, Ctrl+C, the end of the session), Electron
 * waits until `stop` is through: then the program exits with code 0, windows and all.
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
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
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
