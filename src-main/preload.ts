import { contextBridge, ipcRenderer } from 'electron';
import { CHANNEL } from './desktop/window/channel.ts';

/**
 * One per page load. A page numbers its calls from 1, so that after a reload the new page would
 * accept responses meant for the old one: both sides drop what belongs to another epoch.
 */
const epoch = crypto.randomUUID();

/**
 * All that a page gets: text out, text in. It cannot name a channel, and never holds an object of
 * the program's side.
 */
contextBridge.exposeInMainWorld('powerhive', {
  post(message: string): void {
    ipcRenderer.send(CHANNEL, epoch, String(message));
  },
  onMessage(listener: (message: string) => void): () => void {
    const receive = (_event: unknown, to: unknown, message: unknown): void => {
      if (to === epoch) listener(String(message));
    };
    ipcRenderer.on(CHANNEL, receive);
    return () => {
      ipcRenderer.off(CHANNEL, receive);
    };
  },
});

// Hello: whatever the page before this one left running ends now.
ipcRenderer.send(CHANNEL, epoch, '');
