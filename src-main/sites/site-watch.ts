import type { FarmSummary, RemoteSiteState, SiteIdentity } from '../../src-shared/model/index.ts';
import type { Clock } from '../runtime/clock.ts';
import { Loop } from '../runtime/loop.ts';
import { SleepDetector } from '../runtime/sleep-detector.ts';
import { checkedSummary } from './checked-responses.ts';
import type { SiteClient } from './site-client.ts';
import { type SiteFailure, siteFailure } from './site-failure.ts';
import type { SiteNews, SiteNewsItem } from './site-news.ts';

const EVERY_MS = 2000;
const TIMEOUT_MS = 8000;
/** Longest back-off between requests to a site that does not respond. */
const LONGEST_MS = 20_000;
/** This computer slept if two checks are further apart than back-off, timeout and this together. */
const SLEEP_MS = 15_000;
/** One address may lead to two farms in turn: it is reported once within this time. */
const OTHER_FARM_EVERY_MS = 600_000;
/** A single failed request may be packet loss. */
const FAILURES_CALLED_LOST = 2;

export interface SiteWatchOptions {
  readonly name: string;
  readonly client: SiteClient;
  readonly clock: Clock;
  /** A loss or a return that `SiteNews` reports, or another farm than the one that was first. */
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
  /**
   * The farm that responded first since the site was saved or PowerHive started; null where it did
   * not say its id.
   */
  #farm: SiteIdentity | null;
  #otherFarmMs = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #state: RemoteSiteState;

  constructor(options: SiteWatchOptions, before: RemoteSiteState) {
    this.#options = options;
    const { other_farm_at: _, ...earlier } = before;
    this.#state = { ...earlier, phase: 'connecting', error: null };
    this.#farm = before.summary?.site ?? null;
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
      const heard_at = clock.nowMs();
      this.#set({ phase: 'live', heard_at, error: null, summary, ...this.#otherFarm(summary, heard_at) });
      return {};
    } catch (error) {
      if (stopping.aborted) return {};
      this.#failed(siteFailure(error));
      return { nextInMs: Math.min(LONGEST_MS, EVERY_MS * 2 ** Math.min(this.#failures - 1, 8)) };
    }
  }

  #otherFarm({ site }: FarmSummary, nowAt: number): Pick<RemoteSiteState, 'other_farm_at'> {
    if (site === undefined) return {};
    this.#farm ??= site;
    if (site.id === this.#farm.id) return {};
    const ms = this.#options.clock.monotonicMs();
    if (ms - this.#otherFarmMs >= OTHER_FARM_EVERY_MS) {
      this.#otherFarmMs = ms;
      const farm_before = this.#farm.name ?? this.#farm.id;
      this.#options.onNews({ kind: 'other_farm', farm: site.name ?? site.id, farm_before });
    }
    return { other_farm_at: this.#state.other_farm_at ?? nowAt };
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
