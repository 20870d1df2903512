import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { CallCancellation, StopCause } from './call-cancellation.ts';

/** One request to a miner. A body is sent as JSON. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The raw response: still compressed if the miner compressed it. */
export interface RawResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Why there is no usable response. */
export type RequestFailure =
  /** `answering`: as below. */
  | { readonly kind: 'stopped'; readonly cause: StopCause; readonly answering: boolean }
  | { readonly kind: 'redirected'; readonly status: number; readonly location: string | undefined }
  | { readonly kind: 'too_large' }
  /** `mayBegin` returned false: nothing was sent. */
  | { readonly kind: 'not_begun' }
  /** `answering`: the miner had begun to respond, so the request certainly arrived. */
  | { readonly kind: 'broken'; readonly error: Error; readonly answering: boolean };

export interface SendOptions {
  readonly limit: CallCancellation;
  readonly maxBodyBytes: number;
  readonly closeAfter: boolean;
  /** Called when connected, before anything is sent. If it returns false, nothing is sent. */
  readonly mayBegin?: () => boolean;
  /** Called right before the first byte of the request is sent. If not called, none was sent. */
  readonly onBegun?: (() => void) | undefined;
}

/**
 * Sends one request and reads the whole response within the limit. Redirects are not followed:
 * they, and bodies that are too large, are cut off as soon as they are seen.
 */
export async function send(
  dispatcher: Dispatcher,
  origin: string,
  request: HttpRequest,
  options: SendOptions,
): Promise<RawResponse | RequestFailure> {
  let handler: ResponseHandler | null = null;
  const ended = await options.limit.stage<RawResponse | RequestFailure>((end) => {
    const responding = new ResponseHandler(end, options);
    handler = responding;
    try {
      dispatcher.dispatch(
        {
          origin,
          path: request.path,
          method: request.method,
          headers: { ...request.headers, accept: 'application/json, text/plain', 'accept-encoding': 'identity' },
          body: request.body ?? null,
          reset: options.closeAfter,
        },
        responding,
      );
    } catch (error) {
      end({ kind: 'broken', error: error as Error, answering: false });
    }
    return () => responding.stop();
  });
  if (typeof ended !== 'string') return ended;
  return { kind: 'stopped', cause: ended, answering: (handler as ResponseHandler | null)?.answering === true };
}

const CUT_OFF = new Error('cut off by the caller');

/** A dispatch handler, because a stream per response costs more than parsing it. */
class ResponseHandler implements Dispatcher.DispatchHandler {
  readonly #end: (result: RawResponse | RequestFailure) => void;
  readonly #maxBodyBytes: number;
  readonly #mayBegin: () => boolean;
  readonly #onBegun: (() => void) | undefined;
  #controller: Dispatcher.DispatchController | null = null;
  #stopped = false;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(end: (result: RawResponse | RequestFailure) => void, options: SendOptions) {
    this.#end = end;
    this.#maxBodyBytes = options.maxBodyBytes;
    this.#mayBegin = options.mayBegin ?? (() => true);
    this.#onBegun = options.onBegun;
  }

  /** Whether the miner has begun to respond. */
  get answering(): boolean {
    return this.#status !== 0;
  }

  /**
   * Ends the request at once. Before it is connected there is nothing to abort: then it is not sent
   * after the connect.
   */
  stop(): void {
    this.#stopped = true;
    this.#chunks = [];
    this.#controller?.abort(CUT_OFF);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stopped) controller.abort(CUT_OFF);
    else if (!this.#mayBegin()) this.#cut({ kind: 'not_begun' });
    else this.#onBegun?.();
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
    this.#end({ kind: 'response', status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.#stopped) this.#end({ kind: 'broken', error, answering: this.answering });
  }

  #cut(failed: RequestFailure): void {
    this.#end(failed);
    this.stop();
  }
}
