import type { MessagePort } from 'node:worker_threads';
import { messageOf } from '../message-of.ts';
import { takeCalls } from './take-calls.ts';
import type { RequestFor, ThreadReply } from './thread-calls.ts';
import { TurnBatch } from './turn-batch.ts';

/** A call of a thread, except `close`. */
export type LongRequest<C> = Exclude<RequestFor<C>, { call: 'close' }>;

/**
 * The thread's side of a link whose calls wait for another computer. Calls run concurrently. Each
 * has a signal that aborts when the caller no longer waits, and at `close`. `close` waits for all
 * of them; then the thread can end. The caller gets the message of a call that rejects.
 */
export function takeLongCalls<C extends { close(): void }>(
  port: MessagePort,
  respondTo: (request: LongRequest<C>, signal: AbortSignal) => Promise<unknown>,
  closeAll: () => Promise<void>,
): void {
  const underWay = new Map<number, { readonly abort: AbortController; readonly ended: Promise<void> }>();
  const batch = new TurnBatch<ThreadReply>((replies) => port.postMessage(replies));

  const respond = async (request: LongRequest<C>, signal: AbortSignal): Promise<void> => {
    const { id } = request;
    try {
      batch.add({ id, ok: true, value: await respondTo(request, signal) });
    } catch (error) {
      batch.add({ id, ok: false, failure: { code: 'failed', message: messageOf(error) } });
    } finally {
      underWay.delete(id);
    }
  };

  const close = async (id: number): Promise<void> => {
    for (const { abort } of underWay.values()) abort.abort();
    await Promise.all([...underWay.values()].map(({ ended }) => ended));
    await closeAll();
    batch.add({ id, ok: true, value: undefined });
    batch.flush();
    port.close();
  };

  takeCalls<C>(port, (message) => {
    if ('cancelled' in message) underWay.get(message.id)?.abort.abort();
    else if (message.call === 'close') void close(message.id);
    else {
      const abort = new AbortController();
      const request = message as LongRequest<C>;
      underWay.set(request.id, { abort, ended: respond(request, abort.signal) });
    }
  });
}
