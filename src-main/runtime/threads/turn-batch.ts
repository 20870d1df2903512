/**
 * What is posted within one turn of the event loop goes to the other thread as one message: each
 * message wakes it, and that is expensive.
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

  /** Posts what waits, now. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    const messages = this.#waiting;
    this.#waiting = [];
    this.#post(messages);
  }
}
