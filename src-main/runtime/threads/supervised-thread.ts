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
  /** How the log and the health call it. */
  readonly name: string;
  /** Starts one; the signal ends it, also while it starts. */
  readonly start: (signal: AbortSignal) => Promise<ThreadLink<C>>;
  /** What calls reject with while the thread does not respond. */
  readonly toStuck: (forMs: number) => Error;
  readonly onEvent: (event: ThreadEvent) => void;
  /** No start has worked for so long: nothing is tried any more. Left out = tried for ever. */
  readonly giveUpAfterMs?: number;
  /**
   * A thread without a call for so long is ended, to give its memory back; the next call starts
   * another. Left out = it lives on.
   */
  readonly endIdleAfterMs?: number;
  /** One that is stuck is ended, and another starts: for a thread that keeps nothing. */
  readonly endsStuck?: boolean;
  /** Called for slow calls, each kind of call at most once a minute. */
  readonly onSlowCall?: (slow: SlowCall) => void;
  readonly timing?: Partial<Timing>;
}

export interface Timing extends RestartTiming {
  /** A thread that has not answered a ping for so long is stuck. */
  readonly stuckMs: number;
  /** A call that took longer is slow. */
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
 * What the program looks after from time to time (thread-watch.ts), and ends by force where a stop
 * is late.
 */
export interface WatchedThread {
  readonly name: string;
  check(): void;
  health(): ThreadHealth;
  terminate(): Promise<void>;
}

/**
 * A thread that comes back when it dies: at once for the first time, then with a growing wait. What
 * it had under way is rejected, and so is every call until another has started; a call may be made
 * again. It starts with `begin()` or with the first call.
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
  /** The end of the one that had nothing to do; no call is for it any more. */
  #idleEnd: Promise<void> = Promise.resolve();

  constructor(options: SupervisedThreadOptions<C>) {
    this.name = options.name;
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
    const { slowCallMs } = this.#timing;
    this.#slowCalls = new SlowCalls({ thread: options.name, slowCallMs, onSlowCall: options.onSlowCall });
    this.#restarts = new RestartPlan(this.#timing, options.giveUpAfterMs);
  }

  /** Rejects where the first start does not work; then nothing is tried again. */
  async begin(): Promise<void> {
    await this.#start();
  }

  call<K extends keyof C & string>(call: K, ...args: ArgsOf<C[K]>): Promise<ResultOf<C[K]>> {
    return this.callUntil(undefined, call, ...args);
  }

  /** The same; an abort is sent to the thread, which responds once it has dropped the call. */
  async callUntil<K extends keyof C & string>(
    signal: AbortSignal | undefined,
    call: K,
    ...args: ArgsOf<C[K]>
  ): Promise<ResultOf<C[K]>> {
    this.#underWay += 1;
    this.#stopIdleTimer();
    const startedMs = performance.now();
    try {
      // One that is dying may not have ended yet: the call is for the one after it.
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

  /**
   * Lets it finish what it has, and end. A thread that is gone already has nothing left to close.
   */
  async close(): Promise<void> {
    this.#giveUp();
    const link = this.#link ?? (await this.#starting?.catch(() => null)) ?? null;
    await this.#idleEnd;
    if (link !== null) await this.#closeLink(link);
  }

  /**
   * Ends it whatever it does. Resolves when it is gone, which for one that waits for a dead disk
   * may be never.
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
    // One that dies while it closes is gone as well.
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
        // The first start belongs to whoever asked for it.
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
