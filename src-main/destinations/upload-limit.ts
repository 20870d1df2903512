import type { Clock } from '../runtime/clock.ts';
import { STEP_MS } from './history-walk.ts';
import type { OpenDestination } from './outgoing-task.ts';

type Limited = Pick<OpenDestination, 'id' | 'max_kbytes_per_s'>;

/**
 * Keeps the upload to each destination under its limit: a request waits as long as the limit
 * requires for the bytes before it.
 */
export class UploadLimit {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  /** By destination: the bytes that were ahead of the limit at a monotonic time. */
  readonly #ahead = new Map<string, { readonly bytes: number; readonly ms: number }>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** Whether nothing more may be sent for so long that what was sent is to be stored first. */
  isLongWait(destination: Limited): boolean {
    return this.#owedMs(destination) > STEP_MS;
  }

  /**
   * Milliseconds to wait before these bytes may be sent; counts them as sent. Bytes that were sent
   * under another limit are waited for by the present one.
   */
  waitMs(destination: Limited, bytes: number): number {
    const waitMs = this.#owedMs(destination);
    const ms = this.#clock.monotonicMs();
    this.#ahead.set(destination.id, { bytes: waitMs * destination.max_kbytes_per_s + bytes, ms });
    return waitMs;
  }

  /** Milliseconds for which nothing more may be sent. */
  #owedMs({ id, max_kbytes_per_s }: Limited): number {
    const ahead = this.#ahead.get(id);
    if (ahead === undefined) return 0;
    return Math.max(0, ahead.bytes / max_kbytes_per_s - (this.#clock.monotonicMs() - ahead.ms));
  }
}
