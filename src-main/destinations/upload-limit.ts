import type { OpenDestination } from './outgoing-task.ts';

type Limited = Pick<OpenDestination, 'id' | 'max_kbytes_per_s'>;

/**
 * Keeps the upload to each destination under its limit: a request waits as long as the limit
 * requires for the bytes before it.
 */
export class UploadLimit {
  /** By destination: the bytes that were ahead of the limit at a monotonic time. */
  readonly #ahead = new Map<string, { readonly bytes: number; readonly ms: number }>();

  /** Milliseconds for which nothing more may be sent. */
  owedMs({ id, max_kbytes_per_s }: Limited): number {
    const ahead = this.#ahead.get(id);
    if (ahead === undefined) return 0;
    return Math.max(0, ahead.bytes / max_kbytes_per_s - (performance.now() - ahead.ms));
  }

  /**
   * Milliseconds to wait before these bytes may be sent; counts them as sent. Bytes that were sent
   * under another limit are waited for by the present one.
   */
  waitMs(destination: Limited, bytes: number): number {
    const ms = performance.now();
    const waitMs = this.owedMs(destination);
    this.#ahead.set(destination.id, { bytes: waitMs * destination.max_kbytes_per_s + bytes, ms });
    return waitMs;
  }
}
