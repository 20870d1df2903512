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

/** How far the farm is watched, by the last whole scan; not at all before the first one. */
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
   * is in another network.
   */
  isBeyondReach(ip: string): boolean {
    return this.#isElsewhere || this.#doubts?.hosts.has(parseAddress(ip)?.host ?? ip) === true;
  }

  /** Hosts of known miners about which the last whole scan could not decide. */
  get doubtedHosts(): ReadonlySet<string> {
    return this.#doubts?.hosts ?? NO_HOSTS;
  }

  /** Whether a network may be back soon: after a sleep, or a change of the network. */
  isBackSoon(): boolean {
    return this.#doubts?.doubted.some(({ why }) => why === 'not_back' || why === 'changed') === true;
  }

  /** Records the result of a whole scan, or no doubts if there is nothing to scan. */
  found({ doubts, isElsewhere }: { readonly doubts: Doubts | null; readonly isElsewhere: boolean }): void {
    this.#doubts = doubts;
    this.#isElsewhere = isElsewhere;
  }

  set(state: Watching['state'], reason: string | null, actor: Actor | null = null): void {
    const before = this.#watching;
    if (before.state === state && before.reason === reason) return;
    // If the farm is still not watched, for another reason, the time stays that of the first one.
    // If it is watched, the reason is about a part of it, and the time is now.
    const isSameState = before.state === state && state !== 'watching';
    this.#publish({ state, since_at: isSameState ? before.since_at : this.#options.clock.nowMs(), reason }, actor);
  }

  /** Ends a pause: the farm is watched again after the next scan. */
  resume(actor: Actor | null): void {
    const reason = 'The first scan since the pause is under way.';
    this.#publish({ state: 'not_watching', since_at: this.#watching.since_at, reason }, actor);
  }

  #publish(watching: Watching, actor: Actor | null): void {
    // The start has an event: a first state is published only if the farm is not watched
    // completely.
    const isNews = !this.#isStarting || watching.state !== 'watching' || watching.reason !== null;
    this.#isStarting = false;
    this.#watching = watching;
    this.#options.onWatching(watching);
    if (isNews) this.#options.publish(watchingEvent(watching, actor));
  }
}
