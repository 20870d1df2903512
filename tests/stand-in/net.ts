import { EventEmitter } from 'node:events';
import { type IncomingMessage, type ClientRequest as NodeRequest, request } from 'node:http';
import { strict, strictClass } from './not-implemented.ts';
import { requireReady } from './runtime.ts';

interface RequestOptions {
  readonly url?: string;
  readonly method?: string;
  readonly protocol?: string;
  readonly hostname?: string;
  readonly port?: number | string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly redirect?: 'follow' | 'error' | 'manual';
}

/**
 * A request of the main process. It reaches this machine's loopback over plain HTTP; every other
 * host is an unknown name.
 */
export class ClientRequest extends EventEmitter {
  readonly #sent: NodeRequest | null;

  constructor(options: RequestOptions) {
    super();
    const { protocol, hostname, port, path } = options;
    const url = new URL(options.url ?? `${protocol}//${hostname}${port ? `:${port}` : ''}${path ?? '/'}`);
    if (url.protocol !== 'http:' || !/^(127\.\d+\.\d+\.\d+|localhost)$/.test(url.hostname)) {
      this.#sent = null;
      return;
    }
    const { method = 'GET', headers = {} } = options;
    this.#sent = request(url, { method, headers, agent: false }, (response) => this.#answered(response, options, url));
    this.#sent.on('error', (error) => this.emit('error', new Error(`net::${netError(error)}`)));
  }

  setHeader(name: string, value: string): void {
    this.#sent?.setHeader(name, value);
  }

  write(chunk: string | Buffer): void {
    this.#sent?.write(chunk);
  }

  end(chunk?: string | Buffer): this {
    if (this.#sent === null) setImmediate(() => this.emit('error', new Error('net::ERR_NAME_NOT_RESOLVED')));
    else this.#sent.end(chunk);
    return this;
  }

  abort(): void {
    this.#sent?.destroy();
    this.emit('abort');
  }

  #answered(response: IncomingMessage, { redirect, method = 'GET' }: RequestOptions, url: URL): void {
    const { statusCode = 0, headers } = response;
    if (redirect === 'manual' && headers.location !== undefined && statusCode >= 300 && statusCode < 400) {
      response.resume();
      this.emit('redirect', statusCode, method, new URL(headers.location, url).href, headers);
    } else {
      this.emit('response', response);
    }
  }
}
strictClass('ClientRequest', ClientRequest);

function netError(error: Error): string {
  return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED' ? 'ERR_CONNECTION_REFUSED' : 'ERR_FAILED';
}

export const net = strict('net', {
  request(options: RequestOptions | string): ClientRequest {
    requireReady('Cannot use net before app is ready');
    return new ClientRequest(typeof options === 'string' ? { url: options } : options);
  },
  isOnline: (): boolean => true,
});
