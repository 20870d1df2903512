import { ipcMain, type WebContents } from 'electron';
import type { Call } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { type ApiRouter, createRouter } from '../../api/router.ts';
import { TaskGroup } from '../../runtime/task-group.ts';
import { IPC_CHANNEL } from './ipc-channel.ts';
import { PageCalls } from './page-calls.ts';
import { parsePageMessage } from './page-message.ts';

/** Serves the contract to the app's own windows, over one channel. */
export interface Ipc {
  /**
   * Allows calls of this window's page. They are aborted when it is reloaded, crashes or is closed.
   */
  trust(contents: WebContents): void;
  /** Starts to process calls. Calls received before are queued in order. */
  serve(operations: Operations): void;
  /** Accepts no more messages, and ends the calls of every page. */
  close(): void;
}

export function openIpc(call: Call): Ipc {
  const { promise: router, resolve: answerWith } = Promise.withResolvers<ApiRouter>();
  const tasks = new TaskGroup((error) => call.log.error({ err: error }, 'A call of the window failed'));
  const windows = new Map<number, Promise<PageCalls>>();

  ipcMain.on(IPC_CHANNEL, ({ sender, senderFrame }, pageId: unknown, message: unknown) => {
    const calls = windows.get(sender.id);
    const parsed = parsePageMessage(calls !== undefined, senderFrame, pageId, message);
    if (parsed.ok) tasks.run(async () => (await calls)?.receive(parsed.pageId, parsed.message));
    else call.log.warn({ why: parsed.why }, 'A message to the program was dropped');
  });

  return {
    trust(contents) {
      const { id } = contents;
      const send = (pageId: string, message: string): void => {
        if (!contents.isDestroyed()) contents.send(IPC_CHANNEL, pageId, message);
      };
      const onBadMessage = (error: unknown): void =>
        call.log.warn({ err: error }, 'A message of the window could not be parsed');
      const calls = router.then((known) => new PageCalls(known, call, send, onBadMessage));
      const end = (): void => tasks.run(async () => (await calls).end());
      windows.set(id, calls);
      contents.on('render-process-gone', end);
      contents.once('destroyed', () => {
        windows.delete(id);
        end();
      });
    },
    serve(operations) {
      answerWith(createRouter(operations));
    },
    close() {
      ipcMain.removeAllListeners(IPC_CHANNEL);
      for (const calls of windows.values()) tasks.run(async () => (await calls).end());
    },
  };
}
