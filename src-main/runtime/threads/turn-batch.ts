/**
 * Collects messages within one turn of the event loop, and posts them as one. Each posted message
 * wakes the other thread, which is expensive.
 */
export class TurnBatch<T> {
  readonly #post: (messages: T[]) => void;
  #waiting: T[] = [];

  constructor(post: (messages: T[]) => void) {
    this.#post = post;
  }

  add(message: T): void {
    if (this.#waiting.push(message) === 1) setImmediate(() => this.flush());
  }

  /** Posts the waiting messages now. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    const messages = this.#waiting;
    this.#waiting = [];
    this.#post(messages);
  }
}
