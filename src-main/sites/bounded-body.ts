/**
 * The items of a job over ten thousand miners take half of it. It is parsed in a thread of its own, and
 * goes on to the page as one text.
 */
const MOST_BYTES_AT_ONCE = 16 << 20;
/**
 * An event is parsed where everything else runs. A site sends 500 rows in one at most, of two or three
 * kilobytes each; an older one sends all miners that changed within a tenth of a second.
 */
const MOST_BYTES_OF_EVENT = 8 << 20;
/**
 * A site sends something on its live stream every five seconds, if only to say that it is there.
 */
const SILENCE_MS = 20_000;
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
 * line, as it is between two events; and so are 20 s without a byte. So a site can hold up so
 * much memory and time here, and no more.
 */
export function boundedBody(
  body: ReadableStream<Uint8Array>,
  { isStream = false, mostBytes, silenceMs = SILENCE_MS }: Bounds = {},
): ReadableStream<Uint8Array> {
  const most = mostBytes ?? (isStream ? MOST_BYTES_OF_EVENT : MOST_BYTES_AT_ONCE);
  let bytes = 0;
  let last = 0;
  let timer: NodeJS.Timeout | undefined;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      start(controller) {
        timer = setTimeout(
          () => controller.error(new DOMException('It fell silent', 'TimeoutError')),
          silenceMs,
        ).unref();
      },
      transform(chunk, controller) {
        timer?.refresh();
        bytes += chunk.length;
        for (const byte of isStream ? chunk.subarray(-2) : []) {
          if (byte === LINE_FEED && last === LINE_FEED) bytes = 0;
          last = byte;
        }
        if (bytes <= most) return controller.enqueue(chunk);
        clearTimeout(timer);
        controller.error(new TooLarge());
      },
      flush: () => clearTimeout(timer),
    }),
  );
}
