import { setTimeout as pause } from 'node:timers/promises';
import { ORPCError } from '@orpc/client';
import { checkedEvent } from './checked-responses.ts';
import type { SiteAccess, SiteClient } from './site-client.ts';
import { NOT_UNDERSTOOD } from './site-failure.ts';
import { SITE_FAILURE_WORDS as words } from './site-failure-words.ts';
import { textOf } from './text-for-page.ts';

/** The next event of a live stream of a site. */
export interface NextEventRequest extends SiteAccess {
  /** The site's name here, for the texts of failures. */
  readonly name: string;
  /** Id of the stream, chosen by the caller. An unknown id opens a stream. */
  readonly stream: string;
}

interface OpenStream {
  readonly events: Promise<AsyncIterator<unknown>>;
  readonly ended: AbortController;
  /** The next event is read no earlier, in milliseconds of `performance.now()`. */
  notBeforeMs: number;
}

/**
 * Rate limit of events. With it a snapshot of 10,000 miners takes 2 s. A site that never stops
 * sending takes a few percent of the main thread, and at most half of this thread.
 */
const MOST_CHARACTERS_PER_MS = 16_000;
const LEAST_MS = 5;

const NO_EVENT = 'It sends what this version does not understand. Check that both run the same version.';

/**
 * The live streams of sites. Each is read only as fast as its consumer takes events, with
 * back-pressure to the site. Events are checked here, and passed on as JSON text.
 */
export class SiteStreams {
  readonly #clientOf: (access: SiteAccess) => SiteClient;
  readonly #open = new Map<string, OpenStream>();

  constructor(clientOf: (access: SiteAccess) => SiteClient) {
    this.#clientOf = clientOf;
  }

  /** The next event; null at the end of the stream. An error or an abort closes the stream. */
  async next(request: NextEventRequest, signal: AbortSignal): Promise<string | null> {
    const leave = (): void => this.leave(request.stream);
    signal.addEventListener('abort', leave, { once: true });
    try {
      const open = this.#streamOf(request);
      await pause(Math.max(0, open.notBeforeMs - performance.now()), undefined, { signal });
      const { done, value } = await (await open.events).next();
      if (done === true) {
        leave();
        return null;
      }
      const startedMs = performance.now();
      const event = checkedEvent(value);
      if (event === null) throw new ORPCError(NOT_UNDERSTOOD, { status: 502, message: NO_EVENT });
      const text = textOf(event);
      const now = performance.now();
      open.notBeforeMs = now + Math.max(LEAST_MS, text.length / MOST_CHARACTERS_PER_MS, now - startedMs);
      return text;
    } catch (error) {
      leave();
      throw error;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Ends a stream. An unknown id is ignored. */
  leave(stream: string): void {
    const open = this.#open.get(stream);
    if (open === undefined) return;
    this.#open.delete(stream);
    open.ended.abort();
    // The abort alone may not reach a body that is not being read.
    open.events.then((events) => events.return?.()).catch(() => undefined);
  }

  close(): void {
    for (const stream of this.#open.keys()) this.leave(stream);
  }

  #streamOf({ url, token, stream }: NextEventRequest): OpenStream {
    const known = this.#open.get(stream);
    if (known !== undefined) return known;
    const ended = new AbortController();
    const events = this.#clientOf({ url, token }).app.events(undefined, { signal: ended.signal }).then(asStream);
    const open = { events, ended, notBeforeMs: 0 };
    this.#open.set(stream, open);
    return open;
  }
}

/** Another program may respond with anything, and the client passes it on as it is. */
function asStream(response: unknown): AsyncIterator<unknown> {
  if (typeof response === 'object' && response !== null && Symbol.asyncIterator in response)
    return (response as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  throw new ORPCError(NOT_UNDERSTOOD, { status: 502, message: words.noStream });
}
