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

/** How far the farm is watched, as the last whole scan found it. */
export class WatchState {
  readonly #options: WatchStateOptions;
  #doubts: Doubts | null = null;
  #isElsewhere = false;
  #watching: Watching;

  constructor(options: WatchStateOptions) {
    this.#options = options;
    this.#watching = { state: 'watching', since_at: options.clock.nowMs(), reason: null };
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
    if (this.#watching.state === state && this.#watching.reason === reason) return;
    this.#publish({ state, since_at: this.#options.clock.nowMs(), reason }, actor);
  }

  /** A pause is over: the farm is watched once a scan has been through. */
  resume(actor: Actor | null): void {
    const reason = 'The first scan since the pause is under way.';
    this.#publish({ state: 'not_watching', since_at: this.#watching.since_at, reason }, actor);
  }

  #publish(watching: Watching, actor: Actor | null): void {
    this.#watching = watching;
    this.#options.onWatching(watching);
    this.#options.publish(watchingEvent(watching, actor));
  }
}
