import { contextBridge, ipcRenderer } from 'electron';
import { IPC_CHANNEL } from './desktop/window/ipc-channel.ts';

/**
 * One per page load. A page numbers its calls from 1, so that after a reload the new page would
 * accept responses meant for the old one: both sides drop what belongs to another page load.
 */
const pageId = crypto.randomUUID();

/**
 * All that a page gets: text out, text in. It cannot name a channel, and never holds an object of
 * the program's side.
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

// Hello: whatever the page before this one left running ends now.
ipcRenderer.send(IPC_CHANNEL, pageId, '');
