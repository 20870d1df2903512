import type { LiveEvent } from '../../../src-shared/model/index.ts';
import { type ConnectionState, reconnectDelayMs } from '../connection/connection.ts';
import { Observable } from '../observable.ts';
import { LiveState, type LiveView } from './live-state.ts';

const FAILURES_CALLED_BROKEN = 3;

/** Opens the live stream. Each stream begins with a snapshot. */
export type OpenEvents = (signal: AbortSignal) => Promise<AsyncIterable<LiveEvent>>;
/** Runs `work` once, soon: in the page, before the next frame is painted. */
export type Schedule = (work: () => void) => void;

/**
 * Follows the live stream while there is a connection, and updates the view at most once per
 * scheduled turn, however fast events arrive. After each new connection and each gap in the
 * sequence it takes a new snapshot.
 */
export class LiveFeed {
  readonly view: Observable<LiveView>;
  readonly state = new LiveState();
  readonly #open: OpenEvents;
  readonly #schedule: Schedule;
  #scheduled = false;
  #following: AbortController | null = null;

  constructor(open: OpenEvents, schedule: Schedule) {
    this.#open = open;
    this.#schedule = schedule;
    this.view = new Observable(this.state.view());
  }

  /** Starts and stops with the connection. Returns a function that stops it permanently. */
  followConnection(connection: Observable<ConnectionState>): () => void {
    const followIfReady = (): void => {
      const ready = connection.get().phase === 'ready';
      if (ready && this.#following === null) {
        this.#following = new AbortController();
        void this.#follow(this.#following.signal);
      } else if (!ready) {
        this.#stop();
      }
    };
    const unsubscribe = connection.subscribe(followIfReady);
    followIfReady();
    return () => {
      unsubscribe();
      this.#stop();
    };
  }

  /** Schedules an update of the view from `state`. */
  readonly refresh = (): void => {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      this.view.set(this.state.view());
    });
  };

  #stop(): void {
    if (this.#following === null) return;
    this.#following.abort();
    this.#following = null;
    this.state.freeze();
    this.refresh();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      this.state.expectSnapshot(failures >= FAILURES_CALLED_BROKEN);
      this.refresh();
      const subscription = new AbortController();
      try {
        const events = await this.#open(AbortSignal.any([signal, subscription.signal]));
        for await (const event of events) {
          if (signal.aborted) return;
          if (!this.state.apply(event)) break;
          failures = 0;
          this.refresh();
        }
      } catch {
        // However a stream ends, also by an error, a new one is opened after a delay.
      } finally {
        subscription.abort();
      }
      failures += 1;
      if (!signal.aborted) await pause(reconnectDelayMs(failures, Math.random()), signal);
    }
  }
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
