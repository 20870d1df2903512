import type { NewEvent, RemoteSiteState } from '../../src-shared/model/index.ts';

/** A shorter loss is not reported: a tunnel takes this long to reconnect. */
const LOST_AFTER_MS = 15_000;
/** Time that this computer's network needs to come back after a sleep. */
const WAKING_MS = 60_000;
/** At most one pair of entries, lost and back, within this time. */
const PAIR_EVERY_MS = 600_000;
/** This many losses within that time are reported, even if each was too short for an entry. */
const UNSTEADY_TIMES = 3;

/**
 * An entry of the activity about a loss. `times`: losses since the last entry, including this one.
 */
export type SiteLoss =
  | { readonly kind: 'lost'; readonly reason: string; readonly times: number }
  | { readonly kind: 'back'; readonly times: number };

/** An entry of the activity about a site. */
export type SiteNewsItem =
  | SiteLoss
  | { readonly kind: 'other_farm'; readonly farm: string; readonly farm_before: string };

/** The event of an entry about a site. */
export function siteEvent(name: string, item: SiteNewsItem): NewEvent {
  switch (item.kind) {
    case 'lost':
      return { event: 'site_lost', data: { name, reason: item.reason, times: item.times } };
    case 'back':
      return { event: 'site_back', data: { name, times: item.times } };
    case 'other_farm':
      return { event: 'site_other_farm', data: { name, farm: item.farm, farm_before: item.farm_before } };
  }
}

/**
 * Decides which losses of a site become an entry: a loss after 15 s, its return with the first good
 * response, and at most one such pair in ten minutes. Losses in between are counted, and the next
 * entry has their number.
 */
export class SiteNews {
  #lostSinceMs: number | null = null;
  #wakingUntilMs = Number.NEGATIVE_INFINITY;
  #isReported = false;
  #times = 0;
  #firstLossMs = 0;
  #quietUntilMs = Number.NEGATIVE_INFINITY;

  /** Polling stops for a while: the time until the next request does not count as a loss. */
  pause(): void {
    this.#lostSinceMs = null;
  }

  /**
   * This computer slept: neither the time until now nor a loss in the next minute is the site's.
   */
  slept(ms: number): void {
    this.#lostSinceMs = null;
    this.#wakingUntilMs = ms + WAKING_MS;
  }

  /**
   * To be called with each state; `ms` is of a monotonic clock. Returns the entry to write, or
   * null.
   */
  observe({ phase, error }: RemoteSiteState, ms: number): SiteLoss | null {
    if (phase === 'off' || phase === 'connecting') return null;
    return phase === 'live' ? this.#seen(ms) : this.#lost(error ?? phase, ms);
  }

  #seen(ms: number): SiteLoss | null {
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

  #lost(reason: string, ms: number): SiteLoss | null {
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

  #entry<T extends SiteLoss>(item: T): T {
    this.#times = 0;
    return item;
  }
}
