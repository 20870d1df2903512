import type { OpenDestination } from './outgoing-task.ts';

/**
 * Keeps what is uploaded to each destination under its limit: a request waits until the one before
 * it has been paid for.
 */
export class UploadLimit {
  /** By destination: when all that was sent so far has been paid for. */
  readonly #paidMs = new Map<string, number>();

  /** How long to wait before so many bytes may go out. */
  waitMs({ id, max_kbytes_per_s }: Pick<OpenDestination, 'id' | 'max_kbytes_per_s'>, bytes: number): number {
    const monotonicMs = performance.now();
    const paidMs = Math.max(this.#paidMs.get(id) ?? 0, monotonicMs);
    this.#paidMs.set(id, paidMs + bytes / max_kbytes_per_s);
    return paidMs - monotonicMs;
  }
}
