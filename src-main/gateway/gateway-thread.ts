import { formatAddress } from '../drivers/address.ts';
import type { CallOptions } from '../drivers/call-options.ts';
import type { ActionPart, MinerCommand, WriteResponse } from '../drivers/commands.ts';
import type { Evidence, MinerCredentials, MinerTarget, StatusContext, WantedKey } from '../drivers/driver.ts';
import { failure, type Outcome } from '../drivers/outcome.ts';
import { SupervisedThread, type ThreadEvent } from '../runtime/threads/supervised-thread.ts';
import type { ArgsOf, ResultOf } from '../runtime/threads/thread-calls.ts';
import { ThreadLink } from '../runtime/threads/thread-link.ts';
import type {
  GatewayCalls,
  GatewayTask,
  MinerCall,
  MinerGateway,
  MissedRequest,
  PackedBoardsContext,
  RequestOf,
} from './miner-gateway.ts';

/** The thread's file is next to this one, in the source and in the bundle. */
const THREAD_URL = new URL(
  import.meta.url.endsWith('.ts') ? './gateway-worker.ts' : './gateway-worker.js',
  import.meta.url,
);

export interface GatewayThreadOptions extends GatewayTask {
  /** Called with events of the thread. */
  readonly onThread: (event: ThreadEvent) => void;
  /** Called with every request after its end. */
  readonly onRequest?: (request: LoggedRequest) => void;
}

/** One request to a miner, for the log. */
export interface LoggedRequest {
  /** Counted from the start of the program. */
  readonly request_id: number;
  readonly call: MinerCall;
  /** The address of the request. */
  readonly ip: string;
  readonly miner_id: string | null;
  readonly took_ms: number;
  /** `ok`, the code of the failure, or the result of a command: `accepted`, `unknown` ... */
  readonly result: string;
  /** The kind of a command. */
  readonly command?: MinerCommand['kind'];
}

/**
 * Sends requests to miners in its own thread, which starts with the first request: until the farm is
 * loaded, others need the processors. If that thread dies or is stuck, it is restarted.
 * Reads then end as `not_sent`, which does not count as a failure of the miner, and commands as
 * `unknown`.
 */
export class GatewayThread implements MinerGateway {
  readonly thread: SupervisedThread<GatewayCalls>;
  readonly #onRequest: ((request: LoggedRequest) => void) | null;
  #requests = 0;
  #closed = false;

  constructor({ onThread, onRequest, ...task }: GatewayThreadOptions) {
    this.#onRequest = onRequest ?? null;
    this.thread = new SupervisedThread<GatewayCalls>({
      name: 'gateway',
      start: (signal) => startThread(task, signal),
      toStuck: (forMs) =>
        new Error(`The thread that sends requests to miners has not answered for ${Math.round(forMs / 1000)} s.`),
      onEvent: onThread,
    });
  }

  identify(evidence: Evidence, call?: CallOptions) {
    return this.#send('identify', call, evidence);
  }

  readStatus(miner: MinerTarget, context: StatusContext, call?: CallOptions) {
    return this.#send('readStatus', call, miner, context);
  }

  readModel(miner: MinerTarget, call?: CallOptions) {
    return this.#send('readModel', call, miner);
  }

  readBoards(miner: MinerTarget, context: PackedBoardsContext, call?: CallOptions) {
    return this.#send('readBoards', call, miner, context);
  }

  readPresets(miner: MinerTarget, call?: CallOptions) {
    return this.#send('readPresets', call, miner);
  }

  readMissed(miner: MinerTarget, hrMeasure: string | null, request: MissedRequest, call?: CallOptions) {
    return this.#send('readMissed', call, miner, hrMeasure, request);
  }

  obtainKey(miner: MinerTarget, credentials: MinerCredentials, wanted: WantedKey, call?: CallOptions) {
    return this.#send('obtainKey', call, miner, credentials, wanted);
  }

  readAction(miner: MinerTarget, parts: readonly ActionPart[], call?: CallOptions) {
    return this.#send('readAction', call, miner, parts);
  }

  sendCommand(miner: MinerTarget, command: MinerCommand, call?: CallOptions) {
    return this.#send('sendCommand', call, miner, command);
  }

  backupSettings(miner: MinerTarget, call?: CallOptions) {
    return this.#send('backupSettings', call, miner);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.thread.close().catch(() => undefined);
  }

  async #send<K extends MinerCall>(
    call: K,
    options: CallOptions | undefined,
    ...request: RequestOf<K>
  ): Promise<ResultOf<GatewayCalls[K]>> {
    const startedMs = performance.now();
    this.#requests += 1;
    const request_id = this.#requests;
    const outcome = await this.#sendToThread(call, options, request);
    this.#onRequest?.({
      request_id,
      call,
      ...receiverOf(request[0] as MinerTarget | Evidence),
      took_ms: Math.round(performance.now() - startedMs),
      result: resultWord(outcome),
      ...(call === 'sendCommand' && { command: (request[1] as MinerCommand).kind }),
    });
    return outcome;
  }

  async #sendToThread<K extends MinerCall>(
    call: K,
    options: CallOptions | undefined,
    request: RequestOf<K>,
  ): Promise<ResultOf<GatewayCalls[K]>> {
    if (this.#closed)
      return gone(call, 'aborted', 'Nothing was sent to the miner: PowerHive stops') as ResultOf<GatewayCalls[K]>;
    try {
      const args = [options?.timeoutMs ?? null, ...request] as unknown as ArgsOf<GatewayCalls[K]>;
      return await this.thread.callUntil(options?.signal, call, ...args);
    } catch (error) {
      return gone(
        call,
        'not_sent',
        `PowerHive couldn't ask the miner: ${error instanceof Error ? error.message : error}`,
      ) as ResultOf<GatewayCalls[K]>;
    }
  }
}

function receiverOf(to: MinerTarget | Evidence): Pick<LoggedRequest, 'ip' | 'miner_id'> {
  return 'address' in to
    ? { ip: formatAddress(to.address), miner_id: null }
    : { ip: formatAddress(to), miner_id: to.mac };
}

function startThread(task: GatewayTask, signal: AbortSignal): Promise<ThreadLink<GatewayCalls>> {
  return ThreadLink.start<GatewayCalls>(
    {
      url: THREAD_URL,
      name: 'gateway',
      data: task,
      toError: ({ message }) => new Error(message),
      toDeath: (reason) =>
        new Error(`The thread that sends requests to miners ended (${reason}) and is started again.`),
    },
    signal,
  );
}

function resultWord(result: Outcome<unknown> | WriteResponse): string {
  if ('sent' in result) return result.sent;
  return result.ok ? 'ok' : result.error.code;
}

/**
 * The result of a call whose thread has ended. A command may have been sent, and is not repeated.
 */
function gone(call: MinerCall, code: 'aborted' | 'not_sent', message: string): Outcome<never> | WriteResponse {
  if (call !== 'sendCommand') return failure(code, message, { retryable: true });
  return { sent: code === 'aborted' ? 'not_sent' : 'unknown', message };
}
