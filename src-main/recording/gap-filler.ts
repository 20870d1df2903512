import { HOUR_MS } from '../../src-shared/milliseconds.ts';
import { formatAddress } from '../drivers/address.ts';
import type { MinerTarget } from '../drivers/driver.ts';
import { isOwnFailure } from '../drivers/outcome.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { PackedPoints } from '../history/miner-memory.ts';
import type { Clock } from '../runtime/clock.ts';
import { Loop } from '../runtime/loop.ts';
import { TaskGroup } from '../runtime/task-group.ts';
import type { MissedSpan, Store } from '../store/store.ts';
import { planGap } from './plan-gap-filling.ts';

export interface GapFillerOptions {
  readonly minerGateway: Pick<MinerGateway, 'readMissed'>;
  readonly store: Pick<Store, 'fillHistory' | 'gaps' | 'addGaps' | 'removeGaps'>;
  readonly clock: Clock;
  /** The address of a miner and its unit of hashrate; null if not known. */
  readonly targetOf: (id: string) => { readonly address: MinerTarget; readonly hrMeasure: string | null } | null;
  readonly timeoutMs: () => number;
  /** Called after a failure; pauses the gap filler if the computer has slept. */
  readonly checkAwake?: () => void;
  /** Whether the last scan found that this computer can't reach an address. */
  readonly isBeyondReach?: (ip: string) => boolean;
  readonly onError: (error: unknown) => void;
  /** Called with the number of miners and filled slots when no gap is waiting any more. */
  readonly onFilled: (miners: number, slots: number) => void;
}

/** Few at once: a response for three days is large, and not urgent. */
const PARALLEL_REQUESTS = 4;
/** How many are written together, because sums over many miners are then updated only once. */
const FILLED_AT_ONCE = 50;
const TRIES = 3;
/** A miner that did not answer about a gap, or refused, is asked again after this time. */
const ASKED_AGAIN_MS = HOUR_MS;
/** Waiting gaps are requested in rounds, so that they do not delay a start or a stop. */
const ROUND_MS = 15_000;

interface Waiting {
  readonly gap: MissedSpan;
  readonly tries: number;
}

const NOTHING: PackedPoints = new Float64Array(0);

interface Found {
  readonly of: Waiting;
  readonly points: PackedPoints;
}

/**
 * Fills gaps from the time when PowerHive slept, was not running or could not write, from each
 * miner's own memory. It runs in parallel to the polls without delaying them: a few miners at a
 * time, and only after a miner has been read again. A gap stays in the database until it is filled,
 * or older than any miner's memory: one that was not requested before the program ended is
 * requested after the next start, and one without an answer when the miner is read an hour later.
 */
export class GapFiller {
  readonly loop: Loop;
  readonly #options: GapFillerOptions;
  #waiting: Waiting[] = [];
  /** Gaps that are not written to the database yet. */
  #unsaved: MissedSpan[] = [];
  readonly #saves: TaskGroup;
  /**
   * Gaps of an earlier run, and those that could not be requested, by miner, until it has been read
   * again; null until they are loaded.
   */
  #earlier: Map<string, MissedSpan[]> | null = null;
  /** Miners that were read before they were loaded. */
  readonly #readEarly = new Set<string>();
  /** Until when miners that did not answer about a gap are left alone (monotonic clock). */
  readonly #restsUntilMs = new Map<string, number>();
  /** Gaps of the current round that are requested, but not written yet. */
  readonly #underWay = new Set<Waiting>();
  #filled = { miners: 0, slots: 0 };
  #pausing = new AbortController();

  constructor(options: GapFillerOptions) {
    this.#options = options;
    this.#saves = new TaskGroup(options.onError);
    this.loop = new Loop({
      name: 'gap_fill',
      intervalMs: () => ROUND_MS,
      clock: options.clock,
      onError: options.onError,
      run: (signal) => this.#run(AbortSignal.any([signal, this.#pausing.signal])),
    });
  }

  /** Requests nothing until `resume()`. Aborted requests are repeated then. */
  pause(): void {
    this.loop.pause();
    this.#pausing.abort();
  }

  resume(): void {
    this.#pausing = new AbortController();
    this.loop.resume();
  }

  /**
   * A miner was read now, and before that at `previousAt`: a gap between the two is requested in
   * the next round.
   */
  statusRead(id: string, previousAt: number | null, readAt: number): void {
    if (this.#earlier === null) this.#readEarly.add(id);
    else this.#takeEarlier(id, this.#earlier);
    const request = planGap(previousAt, readAt, this.#options.clock.nowMs());
    if (request === null) return;
    const gap = { miner_id: id, from_at: request.fromAt, to_at: request.toAt };
    this.#waiting.push({ gap, tries: 0 });
    // Stored at once: after this reading nothing else shows the gap.
    this.#unsaved.push(gap);
    if (this.#saves.size === 0) this.#saves.run(() => this.#save());
  }

  async #save(): Promise<void> {
    while (this.#unsaved.length > 0) {
      const gaps = this.#unsaved;
      this.#unsaved = [];
      // The store reports the reason of a failure. The gaps still wait in memory.
      await this.#options.store.addGaps(gaps).catch(() => undefined);
    }
  }

  /** Loads gaps of an earlier run, without those of this run that are in the database already. */
  async #load(): Promise<void> {
    if (this.#earlier !== null) return;
    const stored = await this.#options.store.gaps();
    const keyOf = ({ miner_id, from_at }: MissedSpan): string => `${miner_id} ${from_at}`;
    const known = new Set([...this.#waiting, ...this.#underWay].map(({ gap }) => keyOf(gap)));
    const earlier = Map.groupBy(
      stored.filter((gap) => !known.has(keyOf(gap))),
      ({ miner_id }) => miner_id,
    );
    for (const id of this.#readEarly) this.#takeEarlier(id, earlier);
    this.#readEarly.clear();
    this.#earlier = earlier;
  }

  #takeEarlier(id: string, earlier: Map<string, MissedSpan[]>): void {
    const restsUntilMs = this.#restsUntilMs.get(id);
    if (restsUntilMs !== undefined && this.#options.clock.monotonicMs() < restsUntilMs) return;
    this.#restsUntilMs.delete(id);
    for (const gap of earlier.get(id) ?? []) this.#waiting.push({ gap, tries: 0 });
    earlier.delete(id);
  }

  /** Miners with gaps whose request is waiting or in progress. */
  waitingIds(): Set<string> {
    return new Set([...this.#waiting, ...this.#underWay].map(({ gap }) => gap.miner_id));
  }

  async #run(signal: AbortSignal) {
    await this.#save();
    await this.#load();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) this.#underWay.add(one);
    return this.#requestAll(waiting, signal).finally(() => this.#underWay.clear());
  }

  async #requestAll(waiting: readonly Waiting[], signal: AbortSignal) {
    const next = waiting.values();
    const troubles: unknown[] = [];
    let found: Found[] = [];
    const written: Waiting[] = [];
    const write = async (): Promise<void> => {
      const some = found;
      found = [];
      const fill = this.#fill(some).finally(() => {
        for (const { of } of some) this.#underWay.delete(of);
      });
      await fill.then(
        () => written.push(...some.map(({ of }) => of)),
        (error: unknown) => {
          troubles.push(error);
          // Miners keep it for days: requests are repeated until the database can be written.
          this.#waiting.push(...some.map(({ of }) => of));
        },
      );
      const done = written.splice(0).map(({ gap }) => gap);
      // A gap that is not removed is requested again after the next start, and found to be filled.
      if (done.length > 0) await this.#options.store.removeGaps(done).catch((error: unknown) => troubles.push(error));
    };
    const requestInTurn = async (): Promise<void> => {
      for (const one of next) {
        if (signal.aborted) {
          this.#waiting.push(one, ...next);
          return;
        }
        const points = await this.#ask(one, signal);
        if (points !== null && points.length > 0) found.push({ of: one, points });
        else {
          this.#underWay.delete(one);
          if (points !== null) written.push(one);
        }
        if (found.length >= FILLED_AT_ONCE) await write();
      }
    };
    await Promise.all(Array.from({ length: PARALLEL_REQUESTS }, requestInTurn));
    await write();
    if (troubles.length > 0) throw troubles[0];
    if (this.#filled.miners > 0 && this.#waiting.length === 0) {
      this.#options.onFilled(this.#filled.miners, this.#filled.slots);
      this.#filled = { miners: 0, slots: 0 };
    }
    return { counts: { waiting: this.#waiting.length, asked: waiting.length } };
  }

  /** The points in the miner's memory; null if it does not answer now. */
  async #ask(one: Waiting, signal: AbortSignal): Promise<PackedPoints | null> {
    const { minerGateway, clock, targetOf, timeoutMs } = this.#options;
    const { miner_id, from_at, to_at } = one.gap;
    const nowAt = clock.nowMs();
    const request = planGap(from_at, to_at, nowAt);
    if (request === null) return NOTHING;
    const target = targetOf(miner_id);
    if (target === null) {
      this.#keepForLater(one.gap);
      return null;
    }
    const call = { signal, timeoutMs: timeoutMs() };
    const answer = await minerGateway.readMissed(target.address, target.hrMeasure, { ...request, nowAt }, call);
    if (answer.ok) return answer.value;
    this.#options.checkAwake?.();
    const isBeyondReach = this.#options.isBeyondReach?.(formatAddress(target.address)) === true;
    if (signal.aborted || isBeyondReach) this.#retryLater(one, true);
    else if (answer.error.retryable) this.#retryLater(one, isOwnFailure(answer.error));
    else this.#rest(one.gap);
    return null;
  }

  /**
   * Retries in the next round, up to the limit. A request that this computer could not send, or
   * that a pause aborted, does not count.
   */
  #retryLater({ gap, tries }: Waiting, isOwn = false): void {
    if (isOwn) this.#waiting.push({ gap, tries });
    else if (tries + 1 < TRIES) this.#waiting.push({ gap, tries: tries + 1 });
    else this.#rest(gap);
  }

  /** Waits until the miner is read again, at least for an hour. */
  #rest(gap: MissedSpan): void {
    this.#restsUntilMs.set(gap.miner_id, this.#options.clock.monotonicMs() + ASKED_AGAIN_MS);
    this.#keepForLater(gap);
  }

  #keepForLater(gap: MissedSpan): void {
    const { miner_id } = gap;
    this.#earlier?.set(miner_id, [...(this.#earlier.get(miner_id) ?? []), gap]);
  }

  async #fill(found: readonly Found[]): Promise<void> {
    if (found.length === 0) return;
    const filled = await this.#options.store.fillHistory(
      found.map(({ of, points }) => ({ miner_id: of.gap.miner_id, points })),
    );
    for (const slots of filled) {
      if (slots === 0) continue;
      this.#filled = { miners: this.#filled.miners + 1, slots: this.#filled.slots + slots };
    }
  }
}
