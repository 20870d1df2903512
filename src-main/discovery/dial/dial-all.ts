import type { Address } from '../../drivers/address.ts';
import { type AttachedNetwork, isNeighbour } from '../attached-networks.ts';
import { AdaptiveWidth, type WidthLimits } from './adaptive-width.ts';
import { attempt, type DialResult } from './dial.ts';
import { NeighbourLimit, type TakenEntries } from './neighbour-limit.ts';

/** Limits of width and time, which are also sent to dial threads. */
export interface DialLimits {
  readonly timeoutMs: number;
  readonly width: WidthLimits;
  /**
   * How many addresses of this computer's own networks may be dialled within four seconds, and how
   * many another scan has just dialled; null if none.
   */
  readonly links: {
    readonly attached: readonly AttachedNetwork[];
    readonly entries: number;
    readonly taken: TakenEntries | null;
  };
  /** Addresses that are not dialled within this time are not tried. */
  readonly deadlineMs: number;
}

export interface DialAllOptions extends DialLimits {
  readonly signal: AbortSignal;
  /** Called with each result, and the index of its address in the list. */
  readonly onResult: (index: number, result: DialResult) => void;
}

/** What slowed or limited a scan. */
export interface DialAllEnd {
  readonly untried: number;
  /** The system's error code if it ran out of sockets, such as EMFILE; null if it never did. */
  readonly socketError: string | null;
  /**
   * The lowest number of open sockets at which the system ran out of them; null if it never did.
   */
  readonly fewestSockets: number | null;
  /** How long addresses of the own link waited for room in the neighbour table. */
  readonly linkWaitMs: number;
}

/** After this time without any socket the rest is not tried. */
const LACK_GIVES_UP_MS = 10_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

/**
 * Dials every address from this thread, with as many at once as the limits and the network allow.
 * Ends early on abort.
 */
export function dialAll(addresses: readonly Address[], options: DialAllOptions): Promise<DialAllEnd> {
  return new Promise((resolve) => new DialPass(addresses, options, resolve).start());
}

/** Uses no promise for each dial: tens of thousands of them would take a quarter of the time. */
class DialPass {
  readonly #addresses: readonly Address[];
  readonly #options: DialAllOptions;
  readonly #done: (end: DialAllEnd) => void;
  readonly #width: AdaptiveWidth;
  readonly #neighbours: NeighbourLimit;
  readonly #underWay = new Map<number, () => void>();
  /**
   * The queues of addresses to dial, as indexes: far addresses and those of the own link, each in
   * order. Addresses that found no socket come first.
   */
  readonly #far: number[] = [];
  readonly #near: number[] = [];
  readonly #again: number[] = [];
  #nextFar = 0;
  #nextNear = 0;
  #endsAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  #lack: { since: number; pauseMs: number; goesOnAtMs: number } | null = null;
  #isJudging = false;
  #untried = 0;
  #socketError: string | null = null;
  #fewestSockets: number | null = null;
  #linkWaitMs = 0;

  constructor(addresses: readonly Address[], options: DialAllOptions, done: (end: DialAllEnd) => void) {
    this.#addresses = addresses;
    this.#options = options;
    this.#done = done;
    this.#width = new AdaptiveWidth(options.width, options.timeoutMs);
    this.#neighbours = new NeighbourLimit(options.links.entries, options.links.taken, performance.now());
    const isNear = isNeighbour(options.links.attached);
    for (const [index, { host }] of addresses.entries()) (isNear(host) ? this.#near : this.#far).push(index);
  }

  start(): void {
    this.#endsAtMs = performance.now() + this.#options.deadlineMs;
    this.#options.signal.addEventListener('abort', this.#cut, { once: true });
    this.#fill();
  }

  readonly #cut = (): void => {
    for (const cut of [...this.#underWay.values()]) cut();
    this.#fill();
  };

  /** Starts as many dials as the limits allow, and ends the pass when nothing is left. */
  #fill(): void {
    if (this.#options.signal.aborted) {
      this.#finish();
      return;
    }
    const monotonicMs = performance.now();
    if (monotonicMs >= this.#endsAtMs) this.#giveUp();
    while (!this.#isOver && this.#underWay.size < this.#width.now) {
      const waitMs = this.#lack !== null ? this.#lack.goesOnAtMs - monotonicMs : 0;
      const next = waitMs > 0 ? waitMs : this.#next();
      if (next === null) break;
      if (typeof next === 'number') {
        this.#wakeIn(next);
        return;
      }
      this.#dial(next.index, monotonicMs);
    }
    if (this.#underWay.size === 0 && this.#left() === 0) this.#finish();
  }

  /** The next index to dial; a number is the wait in milliseconds; null if none is left. */
  #next(): { readonly index: number } | number | null {
    const again = this.#again.pop();
    if (again !== undefined) return { index: again };
    let waitMs: number | null = null;
    if (this.#nextNear < this.#near.length) {
      // The time now: a busy computer may take seconds to begin as many dials as there is room for.
      waitMs = this.#neighbours.take(performance.now());
      if (waitMs === 0) return { index: this.#near[this.#nextNear++] as number };
    }
    if (this.#nextFar < this.#far.length) return { index: this.#far[this.#nextFar++] as number };
    return waitMs;
  }

  #dial(index: number, beganMs: number): void {
    const cut = attempt(this.#addresses[index] as Address, this.#options.timeoutMs, (result, code) => {
      this.#underWay.delete(index);
      if (this.#options.signal.aborted) {
        this.#fill();
        return;
      }
      if (result === 'not_tried') {
        this.#again.push(index);
        this.#noteLack(code);
        return;
      }
      this.#lack = null;
      this.#width.ended();
      if (result === 'open' || result === 'refused') {
        const monotonicMs = performance.now();
        this.#width.answered(monotonicMs - beganMs, monotonicMs);
      }
      this.#options.onResult(index, result);
      this.#fill();
    });
    this.#underWay.set(index, cut);
  }

  /**
   * Many dials fail in the same moment. They are judged together, once the number of dials with a
   * socket is known.
   */
  #noteLack(code: string): void {
    this.#socketError = code;
    if (this.#isJudging) return;
    this.#isJudging = true;
    setImmediate(() => {
      this.#isJudging = false;
      if (this.#isOver) return;
      const monotonicMs = performance.now();
      const held = this.#underWay.size;
      this.#width.lacked(held, monotonicMs);
      this.#fewestSockets = Math.min(this.#fewestSockets ?? held, held);
      const { since, pauseMs } = this.#lack ?? { since: monotonicMs, pauseMs: FIRST_PAUSE_MS };
      this.#lack = { since, pauseMs: Math.min(2 * pauseMs, LONGEST_PAUSE_MS), goesOnAtMs: monotonicMs + pauseMs };
      if (held === 0 && monotonicMs - since >= LACK_GIVES_UP_MS) this.#giveUp();
      this.#fill();
    });
  }

  #wakeIn(ms: number): void {
    if (this.#timer !== undefined) return;
    const beganMs = performance.now();
    const isForLink = this.#lack === null;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (isForLink) this.#linkWaitMs += performance.now() - beganMs;
      this.#fill();
    }, ms);
  }

  #left(): number {
    return this.#again.length + this.#near.length - this.#nextNear + this.#far.length - this.#nextFar;
  }

  /** Reports addresses that were not dialled as not tried. Dials in progress continue. */
  #giveUp(): void {
    const rest = [...this.#again, ...this.#near.slice(this.#nextNear), ...this.#far.slice(this.#nextFar)];
    this.#again.length = 0;
    this.#lack = null;
    this.#nextNear = this.#near.length;
    this.#nextFar = this.#far.length;
    this.#untried += rest.length;
    for (const index of rest) this.#options.onResult(index, 'not_tried');
  }

  #finish(): void {
    if (this.#isOver || this.#underWay.size > 0) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#options.signal.removeEventListener('abort', this.#cut);
    this.#done({
      untried: this.#untried,
      socketError: this.#socketError,
      fewestSockets: this.#fewestSockets,
      linkWaitMs: this.#linkWaitMs,
    });
  }
}
