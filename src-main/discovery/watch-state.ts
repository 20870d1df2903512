import type { Actor, Watching } from '../../src-shared/model/index.ts';
import { parseAddress } from '../drivers/address.ts';
import type { PublishEvent } from '../events/bus.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Doubts } from './guards/doubts.ts';
import { watchingEvent } from './scan-events.ts';

export interface WatchStateOptions {
  readonly clock: Clock;
  readonly onWatching: (watching: Watching) => void;
  readonly publish: PublishEvent;
}

const NO_HOSTS: ReadonlySet<string> = new Set();

/** How far the farm is watched, as the last whole scan found it: not at all before the first one. */
export class WatchState {
  readonly #options: WatchStateOptions;
  #doubts: Doubts | null = null;
  #isElsewhere = false;
  #isStarting = true;
  #watching: Watching;

  constructor(options: WatchStateOptions) {
    this.#options = options;
    const reason = 'The first scan since the start is under way.';
    this.#watching = { state: 'not_watching', since_at: options.clock.nowMs(), reason };
  }

  get watching(): Watching {
    return this.#watching;
  }

  /**
   * Whether the last whole scan found that this computer can't reach the network of an address, or
   * is in another one.
   */
  isBeyondReach(ip: string): boolean {
    return this.#isElsewhere || this.#doubts?.hosts.has(parseAddress(ip)?.host ?? ip) === true;
  }

  /** Hosts of known miners of which the last whole scan could say nothing. */
  get doubtedHosts(): ReadonlySet<string> {
    return this.#doubts?.hosts ?? NO_HOSTS;
  }

  /** Whether a network may be back in a moment: after a sleep, or a lost link. */
  isBackSoon(): boolean {
    return this.#doubts?.doubted.some(({ why }) => why === 'not_back' || why === 'changed') === true;
  }

  /** What a whole scan found; where there is nothing to scan, no doubt is left. */
  found({ doubts, isElsewhere }: { readonly doubts: Doubts | null; readonly isElsewhere: boolean }): void {
    this.#doubts = doubts;
    this.#isElsewhere = isElsewhere;
  }

  set(state: Watching['state'], reason: string | null, actor: Actor | null = null): void {
    const before = this.#watching;
    if (before.state === state && before.reason === reason) return;
    // What is not watched for another reason by now is not watched since the first one. Of a farm that
    // is watched, the reason names the part that is not, since now.
    const isSameState = before.state === state && state !== 'watching';
    this.#publish({ state, since_at: isSameState ? before.since_at : this.#options.clock.nowMs(), reason }, actor);
  }

  /** A pause is over: the farm is watched once a scan has been through. */
  resume(actor: Actor | null): void {
    const reason = 'The first scan since the pause is under way.';
    this.#publish({ state: 'not_watching', since_at: this.#watching.since_at, reason }, actor);
  }

  #publish(watching: Watching, actor: Actor | null): void {
    // That it started is an event already: one more is news only where it does not watch all of the farm.
    const isNews = !this.#isStarting || watching.state !== 'watching' || watching.reason !== null;
    this.#isStarting = false;
    this.#watching = watching;
    this.#options.onWatching(watching);
    if (isNews) this.#options.publish(watchingEvent(watching, actor));
  }
}
