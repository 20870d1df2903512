import { withEventMeta } from '@orpc/server';
import { LiveEvent } from '../../src-shared/model/index.ts';
import type { Call } from './call-context.ts';
import { errorsInWords, fieldErrors } from './input-fields.ts';

/**
 * The live events as they are sent: each is checked against the contract, and has its sequence
 * number as id.
 */
export function liveEvents(source: AsyncIterable<LiveEvent>, signal: AbortSignal, call: Call) {
  return streamed(source, signal, call, (event) => {
    const checked = LiveEvent.safeParse(event);
    if (!checked.success)
      throw new Error(`a live ${event.type} event is wrong: ${errorsInWords(fieldErrors(checked.error.issues))}`);
    return withEventMeta(checked.data, { id: String(checked.data.seq) });
  });
}

/**
 * The items of a source as they are sent. Ends when the signal aborts, even if the source does not
 * react. Errors are logged here, because interceptors do not see errors inside a stream.
 */
export async function* streamed<T, U>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
  { log, via }: Call,
  shown: (item: T) => U,
): AsyncGenerator<U, void> {
  try {
    for await (const item of untilAborted(source, signal)) yield shown(item);
  } catch (error) {
    if (signal.aborted) return;
    log.error({ via, err: error }, 'The live stream broke');
    throw error;
  }
}

/**
 * The sequence number after which a caller wants to resume, from its `Last-Event-ID`. Null means
 * from the start: the id is not one of ours, or 0, that of an incomplete snapshot.
 */
export function parseLastEventId(lastEventId: string | undefined): number | null {
  return lastEventId !== undefined && /^[1-9]\d{0,14}$/.test(lastEventId) ? Number(lastEventId) : null;
}

async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void> {
  const iterator = source[Symbol.asyncIterator]();
  const { promise: aborted, resolve } = Promise.withResolvers<{ done: true }>();
  const onAbort = () => resolve({ done: true });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    while (true) {
      const next = iterator.next();
      next.catch(() => {});
      const result = await Promise.race([aborted, next]);
      if (result.done === true) return;
      yield result.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not awaited: a source that waits would delay the end of its reader.
    iterator.return?.().catch(() => {});
  }
}
