/**
 * The items of a job over ten thousand miners take half of it. It is parsed in a thread of its own, and
 * goes on to the page as one text.
 */
const MOST_BYTES_AT_ONCE = 16 << 20;
/**
 * A site sends 500 miners in one event at most, of two or three kilobytes each, and the items of a job
 * over ten thousand when all of them change within a tenth of a second.
 */
const MOST_BYTES_OF_EVENT = 8 << 20;
/**
 * A site sends something on its live stream every five seconds, if only to say that it is there.
 */
const SILENCE_MS = 20_000;
const BETWEEN_EVENTS = '\n\n';
const LINE_FEED = 10;

/** A response that no PowerHive gives. */
export class TooLarge extends Error {
  override readonly message = 'the response is larger than any of PowerHive';
}

interface Bounds {
  readonly isStream?: boolean;
  readonly mostBytes?: number;
  readonly silenceMs?: number;
}

/**
 * A response in bounds: more than 16 MB is an error, of a live stream more than 8 MB without an empty
 * line, as it is between two events; and so are 20 s in which more was waited for and no byte came. So
 * a site can hold up so much memory and time here, and no more. Where nobody takes what has come, the
 * site is not the one that is silent.
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
    // Read no further than it is taken.
    { highWaterMark: 0 },
  );
}

/**
 * Where the first event that ends in a chunk does, and the last; null where none does. Chunks are far
 * shorter than an event may be, so that those between them are no matter.
 */
function eventEnds(chunk: Uint8Array, isAfterLine: boolean): { readonly first: number; readonly last: number } | null {
  if (chunk.length === 0) return null;
  const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const lastAt = text.lastIndexOf(BETWEEN_EVENTS);
  const isAtOnce = isAfterLine && chunk[0] === LINE_FEED;
  if (lastAt < 0) return isAtOnce ? { first: 1, last: 1 } : null;
  return { first: isAtOnce ? 1 : text.indexOf(BETWEEN_EVENTS) + 2, last: lastAt + 2 };
}
