import { Worker } from 'node:worker_threads';
import { Outbox } from './outbox.ts';
import { StoreError } from './store-error.ts';
import type { Answer, ArgsOf, Ready, ResultOf, WorkerTask } from './worker-calls.ts';

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: StoreError) => void;
}

interface Call {
  readonly id: number;
  readonly call: string;
  readonly args: readonly unknown[];
}

/** The worker's file lies beside this one, as source or, under its own name, in the bundle. */
const WORKER_URL = new URL(
  import.meta.url.endsWith('.ts') ? './store-worker.ts' : './store-worker.js',
  import.meta.url,
);

/** One database thread and the calls it still has to answer. When it dies, every one of them fails and so does every later one. */
export class WorkerLink<C> {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  readonly #outbox: Outbox<Call>;
  #lastId = 0;
  #death: StoreError | null = null;

  private constructor(worker: Worker, exited: Promise<void>) {
    this.#worker = worker;
    this.#exited = exited;
    this.#outbox = new Outbox((calls) => this.#post(calls));
  }

  /** Starts a thread and waits until it is ready; rejects with its `StoreError` where it cannot be. */
  static async start<C>(task: WorkerTask): Promise<WorkerLink<C>> {
    const worker = new Worker(WORKER_URL, { workerData: task, name: `store-${task.role}` });
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const link = new WorkerLink<C>(worker, exited);
    const answer = await new Promise<Ready>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('exit', () => reject(link.#death ?? new StoreError('failed', 'The database thread ended at once.')));
      worker.on('error', (error) => link.#die(error));
    });
    if (!answer.ready) {
      await exited;
      throw new StoreError(answer.failure.code, answer.failure.message);
    }
    worker.on('message', (answers: Answer[]) => {
      for (const answer of answers) link.#settle(answer);
    });
    worker.once('exit', () => link.#die(null));
    return link;
  }

  /** Why this thread answers no more; null while it lives. */
  get death(): StoreError | null {
    return this.#death;
  }

  call<K extends keyof C & string>(call: K, ...args: ArgsOf<C[K]>): Promise<ResultOf<C[K]>> {
    return new Promise((resolve, reject) => {
      if (this.#death !== null) return reject(this.#death);
      const id = ++this.#lastId;
      this.#pending.set(id, { resolve: (value) => resolve(value as ResultOf<C[K]>), reject });
      this.#outbox.add({ id, call, args });
    });
  }

  /** Resolves once the thread has ended, which it does by itself after the call `close`. */
  exited(): Promise<void> {
    return this.#exited;
  }

  /** What cannot cross the threads fails alone. */
  #post(calls: readonly Call[]): void {
    try {
      this.#worker.postMessage(calls);
    } catch (error) {
      if (calls.length > 1) for (const call of calls) this.#post([call]);
      else this.#settle({ id: calls[0]?.id ?? 0, ok: false, failure: { code: 'failed', message: String(error) } });
    }
  }

  #settle(answer: Answer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.ok) pending?.resolve(answer.value);
    else pending?.reject(new StoreError(answer.failure.code, answer.failure.message));
  }

  #die(error: unknown): void {
    const told = error === null ? 'it ended' : error instanceof Error ? error.message : String(error);
    this.#death ??= new StoreError(
      'closed',
      `The database thread is gone (${told}). What was written is safe; start PowerHive again to go on recording.`,
    );
    for (const { reject } of this.#pending.values()) reject(this.#death);
    this.#pending.clear();
  }
}
