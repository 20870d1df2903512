import { contextBridge, ipcRenderer } from 'electron';
import { IPC_CHANNEL } from './desktop/window/ipc-channel.ts';

/**
 * One id per page load. A page numbers its calls from 1, so that after a reload it would accept
 * responses for the previous page: both sides drop messages of another page load.
 */
const pageId = crypto.randomUUID();

/**
 * The whole interface of a page: text out, text in. It cannot choose a channel, and never gets an
 * object of the main process.
 */
contextBridge.exposeInMainWorld('powerhive', {
  post(message: string): void {
    ipcRenderer.send(IPC_CHANNEL, pageId, String(message));
  },
  onMessage(listener: (message: string) => void): () => void {
    const receive = (_event: unknown, to: unknown, message: unknown): void => {
      if (to === pageId) listener(String(message));
    };
    ipcRenderer.on(IPC_CHANNEL, receive);
    return () => {
      ipcRenderer.off(IPC_CHANNEL, receive);
    };
  },
});

// Announces the new page, so that everything that the previous one left running is ended.
ipcRenderer.send(IPC_CHANNEL, pageId, '');
