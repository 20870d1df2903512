const TICK_MS = 50;
/** Timers of a thread that is not busy are late by less. */
const TOLERATED_MS = 10;

/**
 * Measures how long a thread is blocked, by how late its timers fire: it is busy with its own work,
 * or the system gives it no processor. Meanwhile no response is read. Uses a 50 ms timer, and only
 * while there are users.
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

  /** Lost time is counted from here to `leave`. */
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

  /** Milliseconds, including the current delay. Only differences have a meaning. */
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

/** The lost time of the thread that loads this module. */
export const lostTime = new LostTime();
