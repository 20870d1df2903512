import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { CallLimit, StopCause } from './call-limit.ts';

/** One request to a miner. A body is sent as JSON. */
export interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back, as it came: still compressed where the miner compressed it. */
export interface RawAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Why nothing usable came back. */
export type Breakdown =
  | { readonly kind: 'stopped'; readonly cause: StopCause }
  | { readonly kind: 'redirected'; readonly status: number; readonly location: string | undefined }
  | { readonly kind: 'too_large' }
  /** The connection was not the one it was meant for: nothing was sent. */
  | { readonly kind: 'not_begun' }
  /** `answering`: the miner had begun to answer, so that the request certainly arrived. */
  | { readonly kind: 'broken'; readonly error: Error; readonly answering: boolean };

export interface ExchangeOptions {
  readonly limit: CallLimit;
  readonly maxBodyBytes: number;
  readonly closeAfter: boolean;
  /** Asked when the connection is there and nothing was sent yet: false sends nothing. */
  readonly mayBegin?: () => boolean;
}

/**
 * One request over a dispatcher that follows no redirects, with its answer read to the end within the limit. Redirects and bodies
 * above the cap are cut off as soon as they show.
 */
export async function exchange(
  dispatcher: Dispatcher,
  origin: string,
  question: Question,
  options: ExchangeOptions,
): Promise<RawAnswer | Breakdown> {
  const ended = await options.limit.stage<RawAnswer | Breakdown>((end) => {
    const handler = new ExchangeHandler(end, options);
    try {
      dispatcher.dispatch(
        {
          origin,
          path: question.path,
          method: question.method,
          headers: { ...question.headers, accept: 'application/json, text/plain', 'accept-encoding': 'identity' },
          body: question.body ?? null,
          reset: options.closeAfter,
        },
        handler,
      );
    } catch (error) {
      end({ kind: 'broken', error: error as Error, answering: false });
    }
    return () => handler.stop();
  });
  return typeof ended === 'string' ? { kind: 'stopped', cause: ended } : ended;
}

const CUT_OFF = new Error('cut off by the caller');

/** Straight on the dispatcher, because a stream per answer costs more than parsing it. */
class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #end: (result: RawAnswer | Breakdown) => void;
  readonly #maxBodyBytes: number;
  readonly #mayBegin: () => boolean;
  #controller: Dispatcher.DispatchController | null = null;
  #stopped = false;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(end: (result: RawAnswer | Breakdown) => void, options: ExchangeOptions) {
    this.#end = end;
    this.#maxBodyBytes = options.maxBodyBytes;
    this.#mayBegin = options.mayBegin ?? (() => true);
  }

  /** Ends the exchange at once. Before there is a connection there is nothing to cut: then it is not sent once there is one. */
  stop(): void {
    this.#stopped = true;
    this.#chunks = [];
    this.#controller?.abort(CUT_OFF);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stopped) controller.abort(CUT_OFF);
    else if (!this.#mayBegin()) this.#cut({ kind: 'not_begun' });
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    if (status >= 300 && status < 400) {
      this.#cut({ kind: 'redirected', status, location: headers.location });
    } else if (Number(headers['content-length']) > this.#maxBodyBytes) {
      this.#cut({ kind: 'too_large' });
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#stopped) return;
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBodyBytes) this.#cut({ kind: 'too_large' });
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#stopped) return;
    const [only] = this.#chunks;
    const body = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks, this.#bytes);
    this.#end({ kind: 'answer', status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.#stopped) this.#end({ kind: 'broken', error, answering: this.#status !== 0 });
  }

  #cut(breakdown: Breakdown): void {
    this.#end(breakdown);
    this.stop();
  }
}
