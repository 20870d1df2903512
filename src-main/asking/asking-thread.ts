import type { Address, MinerAddress } from '../firmware/address.ts';
import type { CallOptions, Credentials } from '../firmware/client.ts';
import { failure, type Outcome } from '../firmware/outcome.ts';
import type { ArgsOf, ResultOf } from '../threads/thread-calls.ts';
import { ThreadLink } from '../threads/thread-link.ts';
import type { Asker, AskerCalls, AskerTask, BoardsContext, MinerCall, QuestionOf } from './asker.ts';

/** The thread's file lies beside this one, as source or, under its own name, in the bundle. */
const THREAD_URL = new URL(
  import.meta.url.endsWith('.ts') ? './asking-worker.ts' : './asking-worker.js',
  import.meta.url,
);

/**
 * Asks miners from a thread of its own. Should that thread die, what it was asking fails as a cut connection would, `onError` is told, and the
 * next question starts another.
 */
export class AskingThread implements Asker {
  readonly #task: AskerTask;
  readonly #onError: (error: unknown) => void;
  #link: Promise<ThreadLink<AskerCalls>> | null = null;
  #closed = false;

  constructor(options: AskerTask & { readonly onError: (error: unknown) => void }) {
    const { onError, ...task } = options;
    this.#task = task;
    this.#onError = onError;
    this.#link = this.#start();
  }

  readInfo(address: Address, call?: CallOptions) {
    return this.#ask('readInfo', call, address);
  }

  readModel(address: Address | MinerAddress, call?: CallOptions) {
    return this.#ask('readModel', call, address);
  }

  readSummary(address: MinerAddress, hrMeasure: string | null, credentials: Credentials | null, call?: CallOptions) {
    return this.#ask('readSummary', call, address, hrMeasure, credentials);
  }

  readPerfSummary(address: Address | MinerAddress, call?: CallOptions) {
    return this.#ask('readPerfSummary', call, address);
  }

  readBoards(address: Address | MinerAddress, context: BoardsContext, call?: CallOptions) {
    return this.#ask('readBoards', call, address, context);
  }

  readPresets(address: MinerAddress, credentials: Credentials | null, call?: CallOptions) {
    return this.#ask('readPresets', call, address, credentials);
  }

  readMetrics(
    address: Address | MinerAddress,
    hrMeasure: string | null,
    range: { timeSliceS: number; stepS: number },
    call?: CallOptions,
  ) {
    return this.#ask('readMetrics', call, address, hrMeasure, range);
  }

  unlock(address: MinerAddress, password: string, call?: CallOptions) {
    return this.#ask('unlock', call, address, password);
  }

  lock(address: MinerAddress, token: string, call?: CallOptions) {
    return this.#ask('lock', call, address, token);
  }

  listApiKeys(address: MinerAddress, credentials: Credentials, call?: CallOptions) {
    return this.#ask('listApiKeys', call, address, credentials);
  }

  createApiKey(address: MinerAddress, token: string, key: string, description: string, call?: CallOptions) {
    return this.#ask('createApiKey', call, address, token, key, description);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const link = await this.#link?.catch(() => null);
    await link?.call('close').catch(() => undefined);
    await link?.exited();
  }

  async #ask<K extends MinerCall>(
    call: K,
    options: CallOptions | undefined,
    ...question: QuestionOf<K>
  ): Promise<ResultOf<AskerCalls[K]>> {
    if (this.#closed) return gone('aborted', 'The miner was not asked: PowerHive stops') as ResultOf<AskerCalls[K]>;
    try {
      this.#link ??= this.#start();
      const link = await this.#link;
      const args = [options?.timeoutMs ?? null, ...question] as unknown as ArgsOf<AskerCalls[K]>;
      return await link.callUntil(options?.signal, call, ...args);
    } catch (error) {
      return gone(
        'reset',
        `No answer of the miner arrived: ${error instanceof Error ? error.message : error}`,
      ) as ResultOf<AskerCalls[K]>;
    }
  }

  #start(): Promise<ThreadLink<AskerCalls>> {
    const started = ThreadLink.start<AskerCalls>({
      url: THREAD_URL,
      name: 'asking',
      data: this.#task,
      toError: ({ message }) => new Error(message),
      toDeath: (told) => new Error(`The thread that asks miners has ended (${told}); another takes its place.`),
    });
    const forget = (error: unknown): void => {
      if (this.#link === started) this.#link = null;
      if (!this.#closed) this.#onError(error);
    };
    started.then((link) => link.exited().then(() => forget(link.death)), forget);
    return started;
  }
}

function gone(code: 'aborted' | 'reset', message: string): Outcome<never> {
  return failure(code, message, { retryable: true });
}
