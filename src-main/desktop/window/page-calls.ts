import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { ServerPeer, type ServerPeerHandleRequestFn } from '@orpc/standard-server-peer';
import type { Call } from '../../api/call-context.ts';
import { guardCall } from '../../api/call-guard.ts';
import type { ApiRouter } from '../../api/router.ts';

/** Sends text to a page. A message to a page that no longer exists is dropped. */
export type SendToPage = (pageId: string, message: string) => void;

interface PageLoad {
  readonly pageId: string;
  readonly peer: ServerPeer;
}

/**
 * The calls of one window. Each page load has its own peer. A reload, a crash or a closed window
 * aborts the calls and streams of the previous load, so that none of its responses reaches the next
 * one.
 */
export class PageCalls {
  readonly #handle: ServerPeerHandleRequestFn;
  readonly #send: SendToPage;
  readonly #onBadMessage: (error: unknown) => void;
  /** Page loads that have ended. A late message must not start one again. */
  readonly #gone = new Set<string>();
  #page: PageLoad | null = null;

  constructor(router: ApiRouter, call: Call, send: SendToPage, onBadMessage: (error: unknown) => void) {
    const handler = new StandardRPCHandler(router, { clientInterceptors: [guardCall] });
    this.#handle = createServerPeerHandleRequestFn(handler, { context: call });
    this.#send = send;
    this.#onBadMessage = onBadMessage;
  }

  /** Handles a message of this window's page. An empty one only announces a new page load. */
  receive(pageId: string, message: string): void {
    if (this.#gone.has(pageId)) return;
    if (this.#page?.pageId !== pageId) {
      this.end();
      this.#page = { pageId, peer: new ServerPeer((response) => this.#send(pageId, String(response))) };
    }
    if (message !== '') this.#page.peer.message(message, this.#handle).catch(this.#onBadMessage);
  }

  /**
   * Aborts the calls of the page. The empty message ends its connection, so that it does not wait
   * for responses.
   */
  end(): void {
    const page = this.#page;
    if (page === null) return;
    this.#page = null;
    this.#gone.add(page.pageId);
    page.peer.close();
    this.#send(page.pageId, '');
  }
}
