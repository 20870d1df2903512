import type { LiveEvent } from '../../src-shared/model/index.ts';

type WithoutSeq<E> = E extends LiveEvent ? Omit<E, 'seq'> : never;
type FeedChange = WithoutSeq<LiveEvent>;

/**
 * An event in the queue: of miners only the ids, of models nothing, because a subscriber gets the
 * newest rows. Queued rows would be several for each miner, and rows that no subscriber needs are
 * not made.
 */
export type QueuedChange =
  | Exclude<FeedChange, { type: 'miners' | 'models' }>
  | { type: 'miners'; ids: readonly string[] }
  | { type: 'models' };
export type QueuedEvent = QueuedChange & { readonly seq: number };

const MOST_WAITING_EVENTS = 300;

/** The queue of one subscriber. If it becomes too long, it is replaced by a new snapshot. */
export class FeedSubscriber {
  overrun = false;
  #waiting: QueuedEvent[] = [];
  #wake: (() => void) | null = null;

  give(event: QueuedEvent): void {
    if (this.#waiting.length >= MOST_WAITING_EVENTS) {
      this.overrun = true;
      this.#waiting = [];
    }
    if (!this.overrun) this.#waiting.push(event);
    this.wake();
  }

  take(): QueuedEvent | null {
    return this.#waiting.shift() ?? null;
  }

  clear(): void {
    this.overrun = false;
    this.#waiting = [];
  }

  wake(): void {
    this.#wake?.();
    this.#wake = null;
  }

  somethingNew(): Promise<void> {
    return this.#waiting.length > 0 || this.overrun
      ? Promise.resolve()
      : new Promise((resolve) => (this.#wake = resolve));
  }
}
