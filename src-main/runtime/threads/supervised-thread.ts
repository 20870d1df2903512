import type { ThreadHealth } from '../../../src-shared/model/index.ts';
import { messageOf } from '../message-of.ts';
import { RestartPlan, type RestartTiming } from './restart-plan.ts';
import { type SlowCall, SlowCalls } from './slow-calls.ts';
import type { ArgsOf, ResultOf } from './thread-calls.ts';
import type { ThreadLink } from './thread-link.ts';

/** What happened to a thread, for the log. */
export type ThreadEvent =
  | { readonly kind: 'ended'; readonly name: string; readonly reason: string; readonly retryInMs: number }
  | { readonly kind: 'restarted'; readonly name: string }
  | { readonly kind: 'stuck'; readonly name: string; readonly forMs: number }
  | { readonly kind: 'answers_again'; readonly name: string }
  | { readonly kind: 'given_up'; readonly name: string; readonly reason: string };

export interface SupervisedThreadOptions<C> {
  /** Its name in the log and in `GET /api/health`. */
  readonly name: string;
  /** Starts a thread. The signal ends it, also while it starts. */
  readonly start: (signal: AbortSignal) => Promise<ThreadLink<C>>;
  /** What calls reject with while the thread does not respond. */
  readonly toStuck: (forMs: number) => Error;
  readonly onEvent: (event: ThreadEvent) => void;
  /**
   * Without a successful start for this time, it is given up. Without this, it is retried for ever.
   */
  readonly giveUpAfterMs?: number;
  /**
   * A thread without a call for this time is ended to free its memory; the next call starts
   * another. Without this, it is not ended.
   */
  readonly endIdleAfterMs?: number;
  /** A stuck thread is ended and restarted: for a thread that has no state to lose. */
  readonly endsStuck?: boolean;
  /** Called for slow calls, each kind of call at most once a minute. */
  readonly onSlowCall?: (slow: SlowCall) => void;
  readonly timing?: Partial<Timing>;
}

export interface Timing extends RestartTiming {
  /** A thread that has not answered a ping for this time is stuck. */
  readonly stuckMs: number;
  readonly slowCallMs: number;
}

const TIMING: Timing = {
  firstWaitMs: 1000,
  longestWaitMs: 60_000,
  backMs: 5000,
  provenMs: 60_000,
  stuckMs: 120_000,
  slowCallMs: 1000,
};

/**
 * A thread that is checked periodically (thread-watch.ts), and terminated if a stop takes too long.
 */
export interface WatchedThread {
  readonly name: string;
  check(): void;
  health(): ThreadHealth;
  terminate(): Promise<void>;
}

/**
 * A thread that is restarted when it dies: at once the first time, then with back-off. Its pending
 * calls are rejected, and so is every call until the next thread has started; callers may retry. It
 * starts with `begin()` or with the first call.
 */
export class SupervisedThread<C extends { close(): void }> implements WatchedThread {
  readonly name: string;
  readonly #options: SupervisedThreadOptions<C>;
  readonly #timing: Timing;
  readonly #ending = new AbortController();
  #link: ThreadLink<C> | null = null;
  #starting: Promise<ThreadLink<C>> | null = null;
  #closed = false;
  /** Why there is no thread now; null while there is one, or before the first. */
  #trouble: Error | null = null;
  readonly #restarts: RestartPlan;
  #lastError: string | null = null;
  #isStuck = false;
  #timer: NodeJS.Timeout | null = null;
  #underWay = 0;
  readonly #slowCalls: SlowCalls;
  #idleTimer: NodeJS.Timeout | null = null;
  /** Resolves when threads that were idle have ended. They get no more calls. */
  #idleEnd: Promise<void> = Promise.resolve();

  constructor(options: SupervisedThreadOptions<C>) {
    this.name = options.name;
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
    const { slowCallMs } = this.#timing;
    this.#slowCalls = new SlowCalls({ thread: options.name, slowCallMs, onSlowCall: options.onSlowCall });
    this.#restarts = new RestartPlan(this.#timing, options.giveUpAfterMs);
  }

  /** Rejects if the first start fails; then it is not retried. */
  async begin(): Promise<void> {
    await this.#start();
  }

  call<K extends keyof C & string>(call: K, ...args: ArgsOf<C[K]>): Promise<ResultOf<C[K]>> {
    return this.callUntil(undefined, call, ...args);
  }

  /** Like `call`. An abort is sent to the thread, which responds once it has dropped the call. */
  async callUntil<K extends keyof C & string>(
    signal: AbortSignal | undefined,
    call: K,
    ...args: ArgsOf<C[K]>
  ): Promise<ResultOf<C[K]>> {
    this.#underWay += 1;
    this.#stopIdleTimer();
    const startedMs = performance.now();
    try {
      // A dead thread may not have exited yet: the call is for the next one.
      if (this.#link !== null && this.#link.death !== null) await this.#link.exited();
      const link = this.#link ?? (await this.#next());
      if (this.#isStuck) throw this.#options.toStuck(link.silentMs());
      return await link.callUntil(signal, call, ...args);
    } finally {
      this.#underWay -= 1;
      this.#startIdleTimer();
      // The time includes the wait for the thread, because the caller waited for that too.
      this.#slowCalls.ended(call, startedMs);
    }
  }

  health(): ThreadHealth {
    const state = this.#isStuck
      ? 'stuck'
      : this.#link !== null
        ? 'running'
        : this.#starting !== null
          ? 'starting'
          : this.#trouble !== null
            ? 'down'
            : 'idle';
    return { name: this.name, state, restarts: this.#restarts.count, last_error: this.#lastError };
  }

  check(): void {
    const link = this.#link;
    if (link === null) return;
    link.ping();
    const forMs = link.silentMs();
    const isStuck = forMs >= this.#timing.stuckMs;
    if (isStuck === this.#isStuck) return;
    this.#isStuck = isStuck;
    if (isStuck) {
      this.#lastError = `It has not answered for ${Math.round(forMs / 1000)} s.`;
      link.abandon(this.#options.toStuck(forMs));
    }
    this.#options.onEvent(
      isStuck ? { kind: 'stuck', name: this.name, forMs } : { kind: 'answers_again', name: this.name },
    );
    if (isStuck && this.#options.endsStuck === true) link.end(`it did not answer for ${Math.round(forMs / 1000)} s`);
  }

  /** Lets the thread finish its calls and end. Does nothing if it has already ended. */
  async close(): Promise<void> {
    this.#giveUp();
    const link = this.#link ?? (await this.#starting?.catch(() => null)) ?? null;
    await this.#idleEnd;
    if (link !== null) await this.#closeLink(link);
  }

  /**
   * Terminates the thread. Resolves when it has ended, which may be never if it waits for a dead
   * disk.
   */
  async terminate(): Promise<void> {
    this.#giveUp();
    const link = this.#link;
    this.#ending.abort();
    await this.#starting?.catch(() => null);
    await Promise.all([link?.exited(), this.#idleEnd]);
  }

  async #closeLink(link: ThreadLink<C>): Promise<void> {
    try {
      await link.call('close' as keyof C & string, ...([] as unknown as ArgsOf<C[keyof C & string]>));
    } finally {
      await link.exited();
    }
  }

  #startIdleTimer(): void {
    const { endIdleAfterMs } = this.#options;
    if (endIdleAfterMs === undefined || this.#underWay > 0 || this.#closed) return;
    this.#stopIdleTimer();
    this.#idleTimer = setTimeout(() => this.#endIdle(), endIdleAfterMs);
  }

  #stopIdleTimer(): void {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
  }

  #endIdle(): void {
    this.#idleTimer = null;
    const link = this.#link;
    if (link === null || link.death !== null || this.#isStuck) return;
    this.#link = null;
    const before = this.#idleEnd;
    // If it dies while it closes, it has ended as well.
    this.#idleEnd = this.#closeLink(link).then(
      () => before,
      () => before,
    );
  }

  #giveUp(): void {
    this.#closed = true;
    this.#stopIdleTimer();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #next(): Promise<ThreadLink<C>> {
    if (this.#starting !== null) return this.#starting;
    if (this.#trouble !== null) return Promise.reject(this.#trouble);
    if (this.#closed) return Promise.reject(new Error(`The thread ${this.name} is closed.`));
    return this.#start();
  }

  #start(): Promise<ThreadLink<C>> {
    const startedMs = performance.now();
    const starting = this.#options.start(this.#ending.signal);
    this.#starting = starting;
    starting.then(
      (link) => {
        this.#starting = null;
        const isBack = this.#trouble !== null;
        this.#trouble = null;
        this.#link = link;
        if (isBack) this.#options.onEvent({ kind: 'restarted', name: this.name });
        void link.exited().then(() => {
          if (this.#link !== link) return;
          this.#restarts.lived(performance.now() - startedMs);
          this.#link = null;
          this.#isStuck = false;
          this.#lost(link.death);
        });
      },
      (error: unknown) => {
        this.#starting = null;
        // A failure of the first start is only reported to its caller.
        if (this.#restarts.count === 0 && this.#trouble === null) return;
        this.#lost(error);
      },
    );
    return starting;
  }

  #lost(error: unknown): void {
    if (this.#closed) return;
    const reason = messageOf(error);
    this.#trouble = error instanceof Error ? error : new Error(reason);
    this.#lastError = reason;
    const retryInMs = this.#restarts.next();
    if (retryInMs === null) {
      this.#closed = true;
      this.#options.onEvent({ kind: 'given_up', name: this.name, reason });
      return;
    }
    this.#options.onEvent({ kind: 'ended', name: this.name, reason, retryInMs });
    if (retryInMs === 0) {
      this.#start().catch(() => undefined);
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#start().catch(() => undefined);
    }, retryInMs);
  }
}
