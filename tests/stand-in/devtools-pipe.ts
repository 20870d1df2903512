import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

export type Params = Record<string, unknown>;

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

/**
 * One DevTools session. Events are emitted under their method's name. A listener that throws has
 * thrown in the main process: an uncaught exception, and the messages after it still arrive.
 */
export class DevToolsSession extends EventEmitter {
  readonly id: string | undefined;
  readonly #pipe: DevToolsPipe;

  constructor(pipe: DevToolsPipe, id: string | undefined) {
    super();
    this.#pipe = pipe;
    this.id = id;
  }

  /** Rejects with the browser's words, also when the pipe is gone. */
  send<T = Params>(method: string, params: Params = {}): Promise<T> {
    return this.#pipe.send(method, params, this.id) as Promise<T>;
  }

  /** For calls without a waiting caller, whose target may be gone. */
  notify(method: string, params: Params = {}): void {
    this.send(method, params).catch(() => {});
  }
}

/**
 * The DevTools protocol over Chromium's --remote-debugging-pipe: JSON texts ended by a zero byte.
 */
export class DevToolsPipe {
  readonly browser = new DevToolsSession(this, undefined);
  readonly #sessions = new Map<string, DevToolsSession>();
  readonly #waiting = new Map<number, { resolve(result: Params): void; reject(error: Error): void; method: string }>();
  readonly #write: Writable;
  #lastId = 0;
  #closed = false;
  #parts: Buffer[] = [];

  constructor(write: Writable, read: Readable) {
    this.#write = write;
    write.on('error', () => this.#close());
    read.on('data', (data: Buffer) => this.#receive(data));
    read.on('error', () => this.#close());
    read.on('close', () => this.#close());
  }

  session(id: string): DevToolsSession {
    let session = this.#sessions.get(id);
    if (session === undefined) {
      session = new DevToolsSession(this, id);
      this.#sessions.set(id, session);
    }
    return session;
  }

  forget(id: string): void {
    this.#sessions.delete(id);
  }

  send(method: string, params: Params, sessionId: string | undefined): Promise<Params> {
    if (this.#closed) return Promise.reject(new Error(`${method}: the browser is gone`));
    this.#lastId += 1;
    const id = this.#lastId;
    this.#write.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject, method }));
  }

  #receive(data: Buffer): void {
    let from = 0;
    for (let end = data.indexOf(0); end !== -1; end = data.indexOf(0, from)) {
      this.#parts.push(data.subarray(from, end));
      const text = Buffer.concat(this.#parts).toString('utf8');
      this.#parts = [];
      from = end + 1;
      this.#dispatch(JSON.parse(text) as Message);
    }
    if (from < data.length) this.#parts.push(data.subarray(from));
  }

  #dispatch(message: Message): void {
    if (message.id !== undefined) {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error === undefined) waiting?.resolve(message.result ?? {});
      else waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
      return;
    }
    const session = message.sessionId === undefined ? this.browser : this.#sessions.get(message.sessionId);
    try {
      session?.emit(message.method ?? '', message.params ?? {});
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    }
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { reject, method } of this.#waiting.values()) reject(new Error(`${method}: the browser is gone`));
    this.#waiting.clear();
    this.browser.emit('closed');
  }
}
