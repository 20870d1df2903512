import { Worker } from 'node:worker_threads';
import { messageOf } from '../message-of.ts';
import { onAbort } from '../on-abort.ts';
import type { ArgsOf, Cancellation, Failure, Ping, Ready, ResultOf, ThreadReply } from './thread-calls.ts';
import { TurnBatch } from './turn-batch.ts';

export interface ThreadLinkOptions {
  /** The thread's entry. */
  readonly url: URL;
  readonly name: string;
  readonly data?: unknown;
  /** A thread whose heap grows beyond this ends. Without it, no limit. */
  readonly mostHeapMb?: number;
  /** Makes the error that a failed call rejects with. */
  readonly toError: (failure: Failure) => Error;
  /** Makes the error that calls reject with after the thread has died, from the reason. */
  readonly toDeath: (reason: string) => Error;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Call {
  readonly id: number;
  readonly call: string;
  readonly args: readonly unknown[];
}

/**
 * How many replies are handed on in one turn of the event loop. A thread that was busy sends many at
 * once, each of which is work here, and screens and timers must not wait for all of it.
 */
const REPLIES_A_TURN = 16;

/** A thread and its pending calls. When it dies, all of them and all later calls reject. */
export class ThreadLink<C> {
  readonly #worker: Worker;
  readonly #options: ThreadLinkOptions;
  readonly #pending = new Map<number, Pending>();
  /** Replies that have come and wait for their turn. */
  readonly #replies: ThreadReply[] = [];
  #turnIsTaken = false;
  readonly #exited: Promise<void>;
  readonly #batch: TurnBatch<Call | Cancellation>;
  #lastId = 0;
  #pingedMs: number | null = null;
  #death: Error | null = null;

  private constructor(worker: Worker, exited: Promise<void>, options: ThreadLinkOptions) {
    this.#worker = worker;
    this.#exited = exited;
    this.#options = options;
    this.#batch = new TurnBatch((calls) => this.#post(calls));
  }

  /**
   * Starts a thread and waits until it is ready. Rejects with its failure if it cannot start. An
   * abort of the signal ends it at any time.
   */
  static async start<C>(options: ThreadLinkOptions, signal?: AbortSignal): Promise<ThreadLink<C>> {
    const { url, name, data, mostHeapMb } = options;
    const resourceLimits = mostHeapMb === undefined ? {} : { maxOldGenerationSizeMb: mostHeapMb };
    const worker = new Worker(url, { workerData: data, name, resourceLimits });
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const link = new ThreadLink<C>(worker, exited, options);
    const end = (): void => void worker.terminate();
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
    worker.once('exit', () => signal?.removeEventListener('abort', end));
    const reply = await new Promise<Ready>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('exit', () => reject(link.#death ?? options.toDeath('it ended at once')));
      worker.on('error', (error) => link.#die(error));
    });
    if (!reply.ready) {
      await exited;
      throw options.toError(reply.failure);
    }
    worker.on('message', (replies: ThreadReply[]) => link.#receive(replies));
    worker.once('exit', () => link.#die(null));
    return link;
  }

  /** Why this thread no longer responds; null while it lives. */
  get death(): Error | null {
    return this.#death;
  }

  /** Sends a ping. Any later message of the thread counts as the answer. */
  ping(): void {
    if (this.#death !== null || this.#pingedMs !== null) return;
    this.#pingedMs = performance.now();
    this.#worker.postMessage([{ ping: true }] satisfies Ping[]);
  }

  /** Milliseconds since a ping without an answer; 0 if there is none. */
  silentMs(): number {
    return this.#pingedMs === null ? 0 : performance.now() - this.#pingedMs;
  }

  call<K extends keyof C & string>(call: K, ...args: ArgsOf<C[K]>): Promise<ResultOf<C[K]>> {
    return this.callUntil(undefined, call, ...args);
  }

  /** Like `call`. An abort is sent to the thread, which responds once it has dropped the call. */
  callUntil<K extends keyof C & string>(
    signal: AbortSignal | undefined,
    call: K,
    ...args: ArgsOf<C[K]>
  ): Promise<ResultOf<C[K]>> {
    return new Promise((resolve, reject) => {
      if (this.#death !== null) return reject(this.#death);
      const id = ++this.#lastId;
      const cancel = (): void => this.#batch.add({ id, cancelled: true });
      this.#batch.add({ id, call, args });
      const isOver = signal === undefined ? null : onAbort(signal, cancel);
      this.#pending.set(id, {
        resolve(value) {
          isOver?.();
          resolve(value as ResultOf<C[K]>);
        },
        reject(error) {
          isOver?.();
          reject(error);
        },
      });
    });
  }

  /** Rejects all pending calls but those that were replied to; later responses are ignored. */
  abandon(error: Error): void {
    this.#takeReplies(this.#replies.length);
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  /** Terminates the thread. */
  end(reason: string): void {
    this.#die(new Error(reason));
    void this.#worker.terminate();
  }

  /** Resolves once the thread has ended; it does so itself after the call `close`. */
  exited(): Promise<void> {
    return this.#exited;
  }

  /** If one call cannot be cloned, only that one fails. */
  #post(calls: readonly (Call | Cancellation)[]): void {
    try {
      this.#worker.postMessage(calls);
    } catch (error) {
      if (calls.length > 1) for (const call of calls) this.#post([call]);
      else this.#takeReply({ id: calls[0]?.id ?? 0, ok: false, failure: { code: 'failed', message: String(error) } });
    }
  }

  #receive(replies: readonly ThreadReply[]): void {
    this.#pingedMs = null;
    for (const reply of replies) this.#replies.push(reply);
    if (!this.#turnIsTaken) this.#takeTurn();
  }

  #takeTurn(): void {
    this.#turnIsTaken = true;
    this.#takeReplies(REPLIES_A_TURN);
    setImmediate(() => {
      this.#turnIsTaken = false;
      if (this.#replies.length > 0) this.#takeTurn();
    });
  }

  #takeReplies(most: number): void {
    for (const reply of this.#replies.splice(0, most)) this.#takeReply(reply);
  }

  #takeReply(reply: ThreadReply): void {
    if ('pong' in reply) return;
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.ok) pending?.resolve(reply.value);
    else pending?.reject(this.#options.toError(reply.failure));
  }

  #die(error: unknown): void {
    const reason = error === null ? 'it ended' : messageOf(error);
    this.#death ??= this.#options.toDeath(reason);
    this.abandon(this.#death);
  }
}
