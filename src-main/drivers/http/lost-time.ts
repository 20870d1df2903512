const TICK_MS = 50;
/** A timer of a thread that has time is late by less. */
const TOLERATED_MS = 10;

/**
 * How much time a thread loses: how late its timers fire, because its own work holds it up or
 * because the system gives it no processor. What came from the network meanwhile lies unread.
 * Measured with a timer of 50 ms, and only while it has a user.
 */
export class LostTime {
  readonly #monotonicMs: () => number;
  #users = 0;
  #countedMs = 0;
  #dueMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(monotonicMs: () => number = () => performance.now()) {
    this.#monotonicMs = monotonicMs;
  }

  /** From here to `leave` lost time is counted. */
  enter(): void {
    this.#users += 1;
    if (this.#users === 1) this.#wait();
  }

  leave(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    this.#countedMs += this.#overdueMs();
    clearTimeout(this.#timer);
  }

  /** In milliseconds, of which only differences mean something. Includes what is being lost now. */
  totalMs(): number {
    return this.#countedMs + (this.#users > 0 ? this.#overdueMs() : 0);
  }

  #wait(): void {
    this.#dueMs = this.#monotonicMs() + TICK_MS;
    this.#timer = setTimeout(() => {
      this.#countedMs += this.#overdueMs();
      this.#wait();
    }, TICK_MS);
    this.#timer.unref();
  }

  #overdueMs(): number {
    const lateMs = this.#monotonicMs() - this.#dueMs;
    return lateMs > TOLERATED_MS ? lateMs : 0;
  }
}

/** Of the thread that loads this. */
export const lostTime = new LostTime();
