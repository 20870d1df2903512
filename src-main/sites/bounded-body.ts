/**
 * The largest response is the items of a job of 10,000 miners: half of this. It is parsed in its
 * own thread, and sent to the page as one text.
 */
const MOST_BYTES_AT_ONCE = 16 << 20;
/**
 * An event has at most 500 miners of 2 to 3 KB each, or the items of a job of 10,000 miners when
 * all of them change within 100 ms.
 */
const MOST_BYTES_OF_EVENT = 8 << 20;
/** A site sends something on its live stream every 5 s, at least a heartbeat. */
const SILENCE_MS = 20_000;
const BETWEEN_EVENTS = '\n\n';
const LINE_FEED = 10;

/** The response is larger than PowerHive ever sends. */
export class TooLarge extends Error {
  override readonly message = 'the response is larger than any of PowerHive';
}

interface Bounds {
  readonly isStream?: boolean;
  readonly mostBytes?: number;
  readonly silenceMs?: number;
}

/**
 * Limits how much memory and time a site can take. The body fails with `TooLarge` after 16 MB, or,
 * as a live stream, after 8 MB without the empty line that ends an event. It fails with a
 * TimeoutError when a read waits 20 s for a byte. The time between two reads does not count: then
 * the site is not the slow side.
 */
export function boundedBody(
  body: ReadableStream<Uint8Array>,
  { isStream = false, mostBytes, silenceMs = SILENCE_MS }: Bounds = {},
): ReadableStream<Uint8Array> {
  const most = mostBytes ?? (isStream ? MOST_BYTES_OF_EVENT : MOST_BYTES_AT_ONCE);
  let bytes = 0;
  let isAfterLine = false;
  const reader = body.getReader();
  const isWithin = (chunk: Uint8Array): boolean => {
    const ends = isStream ? eventEnds(chunk, isAfterLine) : null;
    isAfterLine = chunk.at(-1) === LINE_FEED;
    const longest = bytes + (ends?.first ?? chunk.length);
    bytes = ends === null ? longest : chunk.length - ends.last;
    return Math.max(bytes, longest) <= most;
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const silence = Promise.withResolvers<never>();
        const timer = setTimeout(() => silence.reject(new DOMException('It fell silent', 'TimeoutError')), silenceMs);
        try {
          const { done, value } = await Promise.race([reader.read(), silence.promise]);
          if (done) return controller.close();
          if (!isWithin(value)) throw new TooLarge();
          controller.enqueue(value);
        } catch (error) {
          reader.cancel(error).catch(() => undefined);
          throw error;
        } finally {
          clearTimeout(timer);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // No read-ahead: a chunk is read only when the consumer asks for it.
    { highWaterMark: 0 },
  );
}

/**
 * Offsets at which the first and the last event that end in this chunk end; null if none does.
 * Events between these two lie within one chunk, which is far below the limit.
 */
function eventEnds(chunk: Uint8Array, isAfterLine: boolean): { readonly first: number; readonly last: number } | null {
  if (chunk.length === 0) return null;
  const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const lastAt = text.lastIndexOf(BETWEEN_EVENTS);
  const isAtOnce = isAfterLine && chunk[0] === LINE_FEED;
  if (lastAt < 0) return isAtOnce ? { first: 1, last: 1 } : null;
  return { first: isAtOnce ? 1 : text.indexOf(BETWEEN_EVENTS) + 2, last: lastAt + 2 };
}
