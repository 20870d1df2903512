import type { OpenDestination } from './outgoing-task.ts';

/**
 * Keeps the upload to each destination under its limit: a request waits as long as the limit
 * requires for the bytes before it.
 */
export class UploadLimit {
  /** By destination: the monotonic time at which the next request may be sent. */
  readonly #paidMs = new Map<string, number>();

  /** Milliseconds to wait before these bytes may be sent; counts them as sent. */
  waitMs({ id, max_kbytes_per_s }: Pick<OpenDestination, 'id' | 'max_kbytes_per_s'>, bytes: number): number {
    const monotonicMs = performance.now();
    const paidMs = Math.max(this.#paidMs.get(id) ?? 0, monotonicMs);
    this.#paidMs.set(id, paidMs + bytes / max_kbytes_per_s);
    return paidMs - monotonicMs;
  }
}
