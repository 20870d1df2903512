import type { RemoteSiteState } from '../../src-shared/model/index.ts';
import type { Clock } from '../runtime/clock.ts';
import { Loop } from '../runtime/loop.ts';
import { SleepDetector } from '../runtime/sleep-detector.ts';
import { checkedSummary } from './checked-answers.ts';
import type { SiteClient } from './site-client.ts';
import { type SiteFailure, siteFailure } from './site-failure.ts';
import type { SiteNews, SiteNewsItem } from './site-news.ts';

const EVERY_MS = 2000;
const TIMEOUT_MS = 8000;
/** Longest back-off between requests to a site that does not respond. */
const LONGEST_MS = 20_000;
/** This computer slept if two checks are further apart than back-off, timeout and this together. */
const SLEEP_MS = 15_000;
/** A single failed request may be packet loss. */
const FAILURES_CALLED_LOST = 2;

export interface SiteWatchOptions {
  readonly name: string;
  readonly client: SiteClient;
  readonly clock: Clock;
  /** A loss or a return that `SiteNews` reports. */
  readonly onNews: (item: SiteNewsItem) => void;
  readonly onError: (error: unknown) => void;
  /** Kept from the previous watch of this site. */
  readonly news: SiteNews;
}

/**
 * Polls the summary of a site every 2 s. While the site is lost, its state keeps the last summary
 * and its time.
 */
export class SiteWatch {
  readonly #options: SiteWatchOptions;
  readonly #loop: Loop;
  readonly #sleep: SleepDetector;
  #failures = 0;
  #state: RemoteSiteState;

  constructor(options: SiteWatchOptions, before: RemoteSiteState) {
    this.#options = options;
    this.#state = { ...before, phase: 'connecting', error: null };
    this.#sleep = new SleepDetector(options.clock, LONGEST_MS + TIMEOUT_MS);
    this.#loop = new Loop({
      name: `site ${options.name}`,
      clock: options.clock,
      intervalMs: () => EVERY_MS,
      run: (signal) => this.#ask(signal),
      onError: options.onError,
    });
  }

  get state(): RemoteSiteState {
    return this.#state;
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #ask(stopping: AbortSignal) {
    const { client, clock } = this.#options;
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]);
    try {
      const summary = checkedSummary(await client.app.summary(undefined, { signal }));
      this.#failures = 0;
      this.#set({ phase: 'live', heard_at: clock.nowMs(), error: null, summary });
      return {};
    } catch (error) {
      if (stopping.aborted) return {};
      this.#failed(siteFailure(error));
      return { nextInMs: Math.min(LONGEST_MS, EVERY_MS * 2 ** Math.min(this.#failures - 1, 8)) };
    }
  }

  #failed({ phase, error }: SiteFailure): void {
    this.#failures += 1;
    const isDoubted = phase === 'lost' && this.#state.phase === 'live' && this.#failures < FAILURES_CALLED_LOST;
    if (!isDoubted) this.#set({ ...this.#state, phase, error });
  }

  #set(state: RemoteSiteState): void {
    this.#state = state;
    const { news, clock, onNews } = this.#options;
    if (this.#sleep.hasSlept(SLEEP_MS)) news.slept(clock.monotonicMs());
    const item = news.observe(state, clock.monotonicMs());
    if (item !== null) onNews(item);
  }
}
