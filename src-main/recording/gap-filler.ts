import type { MinerTarget } from '../drivers/driver.ts';
import { isOwnFailure } from '../drivers/outcome.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { PackedPoints } from '../history/remembered.ts';
import type { Clock } from '../runtime/clock.ts';
import { Loop } from '../runtime/loop.ts';
import type { Store } from '../store/store.ts';
import { type GapRequest, planGap } from './gap-plan.ts';

export interface GapFillerOptions {
  readonly minerGateway: Pick<MinerGateway, 'readMissed'>;
  readonly store: Pick<Store, 'fillHistory'>;
  readonly clock: Clock;
  /** Where a miner is and in which unit it counts; null where that is not known. */
  readonly targetOf: (id: string) => { readonly address: MinerTarget; readonly hrMeasure: string | null } | null;
  readonly timeoutMs: () => number;
  readonly onError: (error: unknown) => void;
  /** How many slots were filled for how many miners, once all that waited have been asked. */
  readonly onFilled: (miners: number, slots: number) => void;
}

/** Few at once: a miner's response of three days is large, and not urgent. */
const ASKED_AT_ONCE = 4;
/** So many are written together: the sums over many miners change once for all of them. */
const FILLED_AT_ONCE = 50;
const TRIES = 3;
/** Those that wait are asked together, so that a start or a stop has none of it in its way. */
const ROUND_MS = 15_000;

interface Waiting {
  readonly id: string;
  readonly request: GapRequest;
  readonly tries: number;
}

interface Found {
  readonly of: Waiting;
  readonly points: PackedPoints;
}

/**
 * Fills what PowerHive missed while it slept or was not running, from each miner's own memory. It
 * goes beside the polls and never in their way: a few miners at a time, and only once a miner has
 * been read again.
 */
export class GapFiller {
  readonly loop: Loop;
  readonly #options: GapFillerOptions;
  #waiting: Waiting[] = [];
  /** Those of the round that goes on: asked for, and not written yet. */
  readonly #underWay = new Set<Waiting>();
  #filled = { miners: 0, slots: 0 };

  constructor(options: GapFillerOptions) {
    this.#options = options;
    this.loop = new Loop({
      name: 'gap_fill',
      intervalMs: () => ROUND_MS,
      clock: options.clock,
      onError: options.onError,
      run: (signal) => this.#run(signal),
    });
  }

  /**
   * A miner was read, and before that last at `previousAt`: what is missing between is asked for in
   * the next round.
   */
  statusRead(id: string, previousAt: number | null, readAt: number): void {
    const request = planGap(previousAt, readAt, this.#options.clock.nowMs());
    if (request !== null) this.#waiting.push({ id, request, tries: 0 });
  }

  /** Miners whose own memory of a time without PowerHive is still to be read. */
  waitingIds(): Set<string> {
    return new Set([...this.#waiting, ...this.#underWay].map(({ id }) => id));
  }

  async #run(signal: AbortSignal) {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) this.#underWay.add(one);
    return this.#askAll(waiting, signal).finally(() => this.#underWay.clear());
  }

  async #askAll(waiting: readonly Waiting[], signal: AbortSignal) {
    const next = waiting.values();
    const troubles: unknown[] = [];
    let found: Found[] = [];
    const write = async (): Promise<void> => {
      const some = found;
      found = [];
      const fill = this.#fill(some).finally(() => {
        for (const { of } of some) this.#underWay.delete(of);
      });
      await fill.catch((error: unknown) => {
        troubles.push(error);
        // The miners' memory lasts for days: they are asked again until the database writes.
        this.#waiting.push(...some.map(({ of }) => of));
      });
    };
    const askInTurn = async (): Promise<void> => {
      for (const one of next) {
        if (signal.aborted) return;
        const points = await this.#ask(one, signal);
        if (points !== null && points.length > 0) found.push({ of: one, points });
        else this.#underWay.delete(one);
        if (found.length >= FILLED_AT_ONCE) await write();
      }
    };
    await Promise.all(Array.from({ length: ASKED_AT_ONCE }, askInTurn));
    await write();
    if (troubles.length > 0) throw troubles[0];
    if (this.#filled.miners > 0 && this.#waiting.length === 0) {
      this.#options.onFilled(this.#filled.miners, this.#filled.slots);
      this.#filled = { miners: 0, slots: 0 };
    }
    return { counts: { waiting: this.#waiting.length, asked: waiting.length } };
  }

  /** What the miner remembers; null where it does not respond. */
  async #ask(one: Waiting, signal: AbortSignal): Promise<PackedPoints | null> {
    const { minerGateway, clock, targetOf, timeoutMs } = this.#options;
    const target = targetOf(one.id);
    if (target === null) return null;
    const call = { signal, timeoutMs: timeoutMs() };
    const request = { ...one.request, nowAt: clock.nowMs() };
    const answer = await minerGateway.readMissed(target.address, target.hrMeasure, request, call);
    if (answer.ok) return answer.value;
    if (!signal.aborted && answer.error.retryable) this.#askAgain(one, isOwnFailure(answer.error));
    return null;
  }

  /**
   * In the next round, if it was not asked too often. What this machine could not even send counts
   * as no try.
   */
  #askAgain({ id, request, tries }: Waiting, isOwn = false): void {
    if (isOwn) this.#waiting.push({ id, request, tries });
    else if (tries + 1 < TRIES) this.#waiting.push({ id, request, tries: tries + 1 });
  }

  async #fill(found: readonly Found[]): Promise<void> {
    if (found.length === 0) return;
    const filled = await this.#options.store.fillHistory(found.map(({ of, points }) => ({ miner_id: of.id, points })));
    for (const slots of filled) {
      if (slots === 0) continue;
      this.#filled = { miners: this.#filled.miners + 1, slots: this.#filled.slots + slots };
    }
  }
}
