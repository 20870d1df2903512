import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { ServerPeer, type ServerPeerHandleRequestFn } from '@orpc/standard-server-peer';
import type { Call } from '../../api/call.ts';
import { guardCall } from '../../api/call-guard.ts';
import type { ApiRouter } from '../../api/router.ts';

/** Sends text to a page; a page that is gone swallows it. */
export type SendToPage = (pageId: string, message: string) => void;

interface PageLoad {
  readonly pageId: string;
  readonly peer: ServerPeer;
}

/**
 * The calls of one window. Each page load has its own peer: a reload, a crash or a closed window
 * ends the calls and streams of the page before, and nothing of it is ever answered into the next
 * one.
 */
export class PageCalls {
  readonly #handle: ServerPeerHandleRequestFn;
  readonly #send: SendToPage;
  readonly #onBadMessage: (error: unknown) => void;
  /**
   * Page loads that have ended. A message of theirs that was still on its way must not bring them
   * back.
   */
  readonly #gone = new Set<string>();
  #page: PageLoad | null = null;

  constructor(router: ApiRouter, call: Call, send: SendToPage, onBadMessage: (error: unknown) => void) {
    const handler = new StandardRPCHandler(router, { clientInterceptors: [guardCall] });
    this.#handle = createServerPeerHandleRequestFn(handler, { context: call });
    this.#send = send;
    this.#onBadMessage = onBadMessage;
  }

  /** A message of this window's page. '' is a page's hello. */
  receive(pageId: string, message: string): void {
    if (this.#gone.has(pageId)) return;
    if (this.#page?.pageId !== pageId) {
      this.end();
      this.#page = { pageId, peer: new ServerPeer((answer) => this.#send(pageId, String(answer))) };
    }
    if (message !== '') this.#page.peer.message(message, this.#handle).catch(this.#onBadMessage);
  }

  /**
   * Aborts whatever the page has under way, and says goodbye to it, so that it does not wait for
   * responses.
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
