import { EventEmitter } from 'node:events';
import { strict, strictClass } from './not-implemented.ts';

type Handler = (event: object, ...args: unknown[]) => unknown;

class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Called for what a page invokes; rejects with the error that the page gets. */
  static async answer(ipc: IpcMain, channel: string, event: object, args: unknown[]): Promise<unknown> {
    const handler = ipc.#handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    try {
      return await handler(event, ...args);
    } catch (error) {
      const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`Error occurred in handler for '${channel}': ${words}\n`);
      throw error;
    }
  }
}

strictClass('ipcMain', IpcMain);
export const ipcMain = new IpcMain();

export interface Sender {
  readonly webContents: object;
  readonly frame: object;
  send(channel: string, ...args: unknown[]): void;
}

function ipcEvent({ webContents, frame, send }: Sender): object {
  return strict('IpcMainEvent', {
    type: 'frame',
    sender: webContents,
    senderFrame: frame,
    frameId: 1,
    processId: 1,
    ports: [],
    preventDefault() {},
    defaultPrevented: false,
    reply: send,
  });
}

/** A throw of a listener goes through: it is an uncaught exception of the main process. */
export function dispatchMessage(sender: Sender, channel: string, args: unknown[]): void {
  ipcMain.emit(channel, ipcEvent(sender), ...args);
}

export function dispatchInvoke(sender: Sender, channel: string, args: unknown[]): Promise<unknown> {
  return IpcMain.answer(ipcMain, channel, ipcEvent(sender), args);
}
