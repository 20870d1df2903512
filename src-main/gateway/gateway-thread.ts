import type { Address, MinerAddress } from '../drivers/address.ts';
import { failure, type Outcome } from '../drivers/outcome.ts';
import type { CallOptions, Credentials } from '../drivers/vnish/client.ts';
import { SupervisedThread, type ThreadEvent } from '../runtime/threads/supervised-thread.ts';
import type { ArgsOf, ResultOf } from '../runtime/threads/thread-calls.ts';
import { ThreadLink } from '../runtime/threads/thread-link.ts';
import type {
  BoardsContext,
  GatewayCalls,
  GatewayTask,
  MinerCall,
  MinerGateway,
  MissedRequest,
  RequestOf,
} from './miner-gateway.ts';

/** The thread's file lies beside this one, as source or, under its own name, in the bundle. */
const THREAD_URL = new URL(
  import.meta.url.endsWith('.ts') ? './gateway-worker.ts' : './gateway-worker.js',
  import.meta.url,
);

export interface AskingThreadOptions extends GatewayTask {
  /** Told what happens to the thread. */
  readonly onThread: (event: ThreadEvent) => void;
}

/** Asks miners from a thread of its own. Should that thread die, what it was asking fails as a cut connection would, and another takes its place. */
export class GatewayThread implements MinerGateway {
  readonly thread: SupervisedThread<GatewayCalls>;
  #closed = false;

  constructor({ onThread, ...task }: AskingThreadOptions) {
    this.thread = new SupervisedThread<GatewayCalls>({
      name: 'gateway',
      start: (signal) => startThread(task, signal),
      toStuck: (forMs) => new Error(`The thread that asks miners has not answered for ${Math.round(forMs / 1000)} s.`),
      onEvent: onThread,
    });
    // What goes wrong with the first start is told to whoever asks.
    this.thread.begin().catch(() => undefined);
  }

  readInfo(address: Address, call?: CallOptions) {
    return this.#ask('readInfo', call, address);
  }

  readModel(address: Address | MinerAddress, call?: CallOptions) {
    return this.#ask('readModel', call, address);
  }

  readStatus(address: Address | MinerAddress, call?: CallOptions) {
    return this.#ask('readStatus', call, address);
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

  readMissed(address: Address | MinerAddress, hrMeasure: string | null, question: MissedRequest, call?: CallOptions) {
    return this.#ask('readMissed', call, address, hrMeasure, question);
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
    await this.thread.close().catch(() => undefined);
  }

  async #ask<K extends MinerCall>(
    call: K,
    options: CallOptions | undefined,
    ...question: RequestOf<K>
  ): Promise<ResultOf<GatewayCalls[K]>> {
    if (this.#closed) return gone('aborted', 'The miner was not asked: PowerHive stops') as ResultOf<GatewayCalls[K]>;
    try {
      const args = [options?.timeoutMs ?? null, ...question] as unknown as ArgsOf<GatewayCalls[K]>;
      return await this.thread.callUntil(options?.signal, call, ...args);
    } catch (error) {
      return gone(
        'reset',
        `No answer of the miner arrived: ${error instanceof Error ? error.message : error}`,
      ) as ResultOf<GatewayCalls[K]>;
    }
  }
}

function startThread(task: GatewayTask, signal: AbortSignal): Promise<ThreadLink<GatewayCalls>> {
  return ThreadLink.start<GatewayCalls>(
    {
      url: THREAD_URL,
      name: 'gateway',
      data: task,
      toError: ({ message }) => new Error(message),
      toDeath: (told) => new Error(`The thread that asks miners ended (${told}) and is started again.`),
    },
    signal,
  );
}

function gone(code: 'aborted' | 'reset', message: string): Outcome<never> {
  return failure(code, message, { retryable: true });
}
