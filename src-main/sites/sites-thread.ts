import { SupervisedThread, type ThreadEvent } from '../runtime/threads/supervised-thread.ts';
import { ThreadLink } from '../runtime/threads/thread-link.ts';
import type { SiteRequest, SiteResponse } from './direct-sites-gateway.ts';
import type { SitesGateway } from './forwarded-calls.ts';
import type { NextEventRequest } from './site-streams.ts';

/** All calls of the thread that sends requests to other sites. */
export interface SitesCalls {
  send(request: SiteRequest): SiteResponse;
  nextEvent(request: NextEventRequest): SiteResponse;
  /** Ends a live stream. */
  leave(stream: string): void;
  close(): void;
}

/** The thread's file is next to this one, in the source and in the bundle. */
const THREAD_URL = new URL(
  import.meta.url.endsWith('.ts') ? './sites-worker.ts' : './sites-worker.js',
  import.meta.url,
);

/** Several responses of 16 MB at once, as objects and as text. */
const MOST_HEAP_MB = 1024;
const END_IDLE_AFTER_MS = 60_000;

/**
 * The thread that sends requests to other sites. It starts with the first call, and ends one minute
 * after the last.
 */
export function superviseSitesThread(onEvent: (event: ThreadEvent) => void): SupervisedThread<SitesCalls> {
  return new SupervisedThread<SitesCalls>({
    name: 'sites',
    start: (signal) =>
      ThreadLink.start<SitesCalls>(
        {
          url: THREAD_URL,
          name: 'sites',
          mostHeapMb: MOST_HEAP_MB,
          toError: ({ message }) => new Error(message),
          toDeath: (reason) =>
            new Error(`The thread that sends requests to other sites ended (${reason}) and is started again.`),
        },
        signal,
      ),
    toStuck: (forMs) =>
      new Error(`The thread that sends requests to other sites has not answered for ${Math.round(forMs / 1000)} s.`),
    onEvent,
    endIdleAfterMs: END_IDLE_AFTER_MS,
    endsStuck: true,
  });
}

/** The gateway that runs in that thread. */
export function sitesGatewayIn(thread: SupervisedThread<SitesCalls>): SitesGateway {
  return {
    send: (request, signal) => thread.callUntil(signal, 'send', request),
    nextEvent: (request, signal) => thread.callUntil(signal, 'nextEvent', request),
    leave: (stream) => thread.call('leave', stream),
  };
}
