import { strictClass } from './not-implemented.ts';

export interface RequestDetails {
  readonly id: number;
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
  readonly webContentsId: number;
  readonly webContents: object;
  readonly frame: object;
  readonly referrer: string;
  readonly timestamp: number;
}

export interface BeforeRequest {
  readonly cancel?: boolean;
  readonly redirectURL?: string;
}

export interface HeadersReceived {
  readonly cancel?: boolean;
  readonly responseHeaders?: Record<string, string | string[]>;
  readonly statusLine?: string;
}

type Listener<D, A> = (details: D, callback: (answer: A) => void) => void;
type ResponseDetails = RequestDetails & {
  responseHeaders: Record<string, string[]>;
  statusCode: number;
  statusLine: string;
};

class Hook<D extends { readonly url: string }, A extends object> {
  #listener: Listener<D, A> | null = null;
  #matches: (url: string) => boolean = () => true;

  set(first: unknown, second?: unknown): void {
    const filtered = typeof first === 'object' && first !== null;
    this.#listener = ((filtered ? second : first) as Listener<D, A> | null | undefined) ?? null;
    const patterns = filtered ? (first as { urls: string[] }).urls.map(parsePattern) : [];
    this.#matches = filtered ? (url) => patterns.some((pattern) => pattern.test(url)) : () => true;
  }

  ask(details: D): Promise<A> {
    const listener = this.#listener;
    if (listener === null || !this.#matches(details.url)) return Promise.resolve({} as A);
    return new Promise((resolve) => listener(details, resolve));
  }
}

function parsePattern(pattern: string): RegExp {
  if (pattern === '<all_urls>') return /^/;
  return new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
}

/**
 * Two of the real one's eight events: those with which an app refuses requests and sets headers.
 */
export class WebRequest {
  readonly #beforeRequest = new Hook<RequestDetails, BeforeRequest>();
  readonly #headersReceived = new Hook<ResponseDetails, HeadersReceived>();

  onBeforeRequest(filterOrListener: unknown, listener?: unknown): void {
    this.#beforeRequest.set(filterOrListener, listener);
  }

  onHeadersReceived(filterOrListener: unknown, listener?: unknown): void {
    this.#headersReceived.set(filterOrListener, listener);
  }

  static beforeRequest(hooks: WebRequest, details: RequestDetails): Promise<BeforeRequest> {
    return hooks.#beforeRequest.ask(details);
  }

  static headersReceived(hooks: WebRequest, details: ResponseDetails): Promise<HeadersReceived> {
    return hooks.#headersReceived.ask(details);
  }
}
strictClass('webRequest', WebRequest);
