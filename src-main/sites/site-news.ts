import type { RemoteSiteState } from '../../src-shared/model/index.ts';

/** A site that is not seen for less is no news: a tunnel that is set up again takes so long. */
const LOST_AFTER_MS = 15_000;
/** After a sleep of this computer its own network takes so long to come back. */
const WAKING_MS = 60_000;
/** Losses within this time are one entry of the activity. */
const PAIR_EVERY_MS = 600_000;
/** How many short losses within that time are reported, although none of them alone was. */
const UNSTEADY_TIMES = 3;

/** What the activity says of a site. `times`: losses since the last entry, this one included. */
export type SiteNewsItem =
  | { readonly kind: 'lost'; readonly reason: string; readonly times: number }
  | { readonly kind: 'back'; readonly times: number };

/**
 * Decides what of a site's ups and downs is worth an entry: a loss after 15 s, its return after one
 * good response, and at most one such pair in ten minutes. What happened in between is counted, and
 * the next entry says how often.
 */
export class SiteNews {
  #lostSinceMs: number | null = null;
  #wakingUntilMs = Number.NEGATIVE_INFINITY;
  #isReported = false;
  #times = 0;
  #firstLossMs = 0;
  #quietUntilMs = Number.NEGATIVE_INFINITY;

  /** No request for a while: the time until the next one is no loss. */
  pause(): void {
    this.#lostSinceMs = null;
  }

  /** This computer slept: the time until now is no loss, and one within the next minute is its own. */
  slept(ms: number): void {
    this.#lostSinceMs = null;
    this.#wakingUntilMs = ms + WAKING_MS;
  }

  /** Called with each state as it is found, at a moment of a clock that never goes back. */
  observe({ phase, error }: RemoteSiteState, ms: number): SiteNewsItem | null {
    if (phase === 'off' || phase === 'connecting') return null;
    return phase === 'live' ? this.#seen(ms) : this.#lost(error ?? phase, ms);
  }

  #seen(ms: number): SiteNewsItem | null {
    this.#lostSinceMs = null;
    if (this.#isReported) {
      this.#isReported = false;
      return this.#entry({ kind: 'back', times: this.#times });
    }
    const isWindowOver = ms >= this.#quietUntilMs && ms - this.#firstLossMs >= PAIR_EVERY_MS;
    if (this.#times === 0 || !isWindowOver) return null;
    const isUnsteady = this.#times >= UNSTEADY_TIMES;
    const item = this.#entry({ kind: 'back', times: this.#times });
    if (!isUnsteady) return null;
    this.#quietUntilMs = ms + PAIR_EVERY_MS;
    return item;
  }

  #lost(reason: string, ms: number): SiteNewsItem | null {
    if (ms < this.#wakingUntilMs && !this.#isReported) return null;
    if (this.#lostSinceMs === null) {
      this.#lostSinceMs = ms;
      if (this.#times === 0) this.#firstLossMs = ms;
      this.#times += 1;
    }
    const isNews = ms - this.#lostSinceMs >= LOST_AFTER_MS && ms >= this.#quietUntilMs;
    if (this.#isReported || !isNews) return null;
    this.#isReported = true;
    this.#quietUntilMs = ms + PAIR_EVERY_MS;
    return this.#entry({ kind: 'lost', reason, times: this.#times });
  }

  #entry<T extends SiteNewsItem>(item: T): T {
    this.#times = 0;
    return item;
  }
}
