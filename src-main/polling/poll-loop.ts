import type { Clock } from '../runtime/clock.ts';
import { Loop, type LoopRun } from '../runtime/loop.ts';
import { messageOf } from '../runtime/message-of.ts';
import { backoffMs } from './backoff.ts';
import { DueQueue } from './due-queue.ts';
import { nextDue } from './phase.ts';
import { PollConcurrency } from './poll-concurrency.ts';
import { groupWaitMs, headStartMs, LONGEST_GROUP_WAIT_MS } from './poll-groups.ts';
import { type PollEnd, PollWaiters } from './poll-waiters.ts';

const DROPPED: PollEnd = { ok: false, message: 'The reading was dropped: monitoring was paused or stopped.' };
const NOT_POLLED: PollEnd = { ok: false, message: 'This miner is not monitored.' };

export interface PollLoopOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly intervalMs: () => number;
  /** Delay after the phase that a miner has in all loops; 0 if omitted. */
  readonly lagMs?: number;
  /** Maximum number of polls in parallel, without slow ones (`PollConcurrency`). */
  readonly concurrency: () => number;
  /** The miners to poll now; a new array whenever they change. */
  readonly members: () => readonly string[];
  /** Polls one miner; exceptions are reported, and count as failures like expected ones. */
  readonly poll: (id: string, signal: AbortSignal) => Promise<PollEnd>;
  /** `beganAt`: when the poll began (wall clock). */
  readonly onEnd: (id: string, end: PollEnd, nextAttemptAt: number, beganAt: number) => void;
  /**
   * Called after a failure; pauses the loop if the computer has slept, because all timeouts have
   * then expired.
   */
  readonly checkAwake?: () => void;
  readonly onError: (error: unknown) => void;
}

/**
 * The list of polled miners is read at this interval; earlier when the loop is woken, but not for
 * each of a thousand changes.
 */
const MEMBERS_FRESH_MS = 1000;
const MEMBERS_SOONEST_MS = 100;
/**
 * Polls that wait longer than this share of the interval, and than twice the time of a group, are
 * behind. A poll is missed only after a whole interval, so that there is time to make room.
 */
const BEHIND_SHARE = 0.1;

/**
 * Polls every member once per interval, each at its own time. The loop only starts polls that are
 * due; they run in parallel, so that a hanging miner delays no other. A miner that fails is polled
 * less often each time, until it responds.
 */
export class PollLoop {
  readonly #options: PollLoopOptions;
  #queue = new DueQueue();
  readonly #loop: Loop;
  readonly #running = new Set<Promise<void>>();
  readonly #concurrency: PollConcurrency;
  readonly #failures = new Map<string, number>();
  /** Miners whose back-off was ended once since their last successful poll. */
  readonly #retried = new Set<string>();
  readonly #waiters = new PollWaiters();
  readonly #stopping = new AbortController();
  #pausing = new AbortController();
  /** Aborts when the loop stops or is paused. Shared, because each signal has a cost. */
  #ending = AbortSignal.any([this.#stopping.signal, this.#pausing.signal]);
  #membersReadMs = Number.NEGATIVE_INFINITY;
  #membersStale = false;
  #beginsMs: number | null = null;
  /** The interval with which the queue was filled. */
  #everyMs = 0;
  #total = { polled: 0, failed: 0, missed_cycles: 0 };

  constructor(options: PollLoopOptions) {
    this.#options = options;
    this.#concurrency = new PollConcurrency(options.concurrency);
    this.#loop = new Loop({
      name: options.name,
      intervalMs: options.intervalMs,
      run: () => this.#handOut(),
      onError: options.onError,
      clock: options.clock,
    });
  }

  start(): void {
    this.#loop.start();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#waiters.end(DROPPED);
    await this.#loop.stop();
    await Promise.all(this.#running);
  }

  /**
   * Stops polling until `resume()`. Results of running polls are dropped, since they prove nothing.
   */
  pause(): void {
    this.#loop.pause();
    this.#pausing.abort();
    this.#waiters.end(DROPPED);
  }

  /**
   * Treats every miner as new, so that those that were not polled meanwhile are not all due at
   * once.
   */
  resume(): void {
    this.#pausing = new AbortController();
    this.#ending = AbortSignal.any([this.#stopping.signal, this.#pausing.signal]);
    this.#queue = new DueQueue();
    this.#membersReadMs = Number.NEGATIVE_INFINITY;
    this.#loop.resume();
  }

  /** Reads the members again, because a miner became eligible or no longer is. */
  wake(): void {
    if (this.#membersStale) return;
    this.#membersStale = true;
    this.#loop.wake();
  }

  /**
   * Polls a miner before it is due, as soon as there is room, and forgets its earlier failures.
   * Returns the result of a poll that started after this call: a running one may have read an older
   * state. Never rejects.
   */
  pollNow(id: string): Promise<PollEnd> {
    if (this.#stopping.signal.aborted || this.#pausing.signal.aborted) return Promise.resolve(DROPPED);
    this.#failures.delete(id);
    this.#takeMembers(this.#options.clock.monotonicMs());
    if (!this.#queue.has(id)) return Promise.resolve(NOT_POLLED);
    const isFirst = !this.#waiters.has(id);
    const end = this.#waiters.add(id);
    if (isFirst) {
      if (!this.#queue.isTaken(id)) this.#queue.schedule(id, this.#options.clock.monotonicMs());
      this.#loop.wake();
    }
    return end;
  }

  /**
   * Whether the back-off of a miner may be ended without a request of the operator: true once in a
   * row of failures.
   */
  takeRetry(id: string): boolean {
    const may = this.#queue.has(id) && !this.#retried.has(id);
    if (may) this.#retried.add(id);
    return may;
  }

  get loop(): Loop {
    return this.#loop;
  }

  /** Whether a miner has waited much longer than usual for its turn. */
  get isBehind(): boolean {
    const nextAt = this.#queue.nextAt();
    if (nextAt === null || this.#ending.aborted) return false;
    const { clock, intervalMs } = this.#options;
    return clock.monotonicMs() - nextAt > Math.max(2 * LONGEST_GROUP_WAIT_MS, BEHIND_SHARE * intervalMs());
  }

  async #handOut(): Promise<LoopRun> {
    const { clock, intervalMs } = this.#options;
    const monotonicMs = clock.monotonicMs();
    if (monotonicMs >= this.#membersReadMs + (this.#membersStale ? MEMBERS_SOONEST_MS : MEMBERS_FRESH_MS))
      this.#takeMembers(monotonicMs);
    this.#takeInterval(monotonicMs);
    for (const id of this.#queue.take(monotonicMs, this.#concurrency.capacity(monotonicMs).free)) {
      const leave = this.#concurrency.enter(monotonicMs);
      const poll: Promise<void> = this.#pollOne(id).finally(() => {
        const wasFull = this.#concurrency.capacity(clock.monotonicMs()).free === 0;
        leave();
        this.#running.delete(poll);
        if (wasFull) this.#loop.wake();
      });
      this.#running.add(poll);
    }
    const { free, opensInMs } = this.#concurrency.capacity(clock.monotonicMs());
    const nextAt = this.#queue.nextAt();
    const untilRoomMs = free > 0 ? 0 : (opensInMs ?? MEMBERS_FRESH_MS);
    const untilDueMs = nextAt === null ? MEMBERS_FRESH_MS : nextAt - clock.monotonicMs();
    return {
      counts: { members: this.#queue.size, in_flight: this.#running.size, ...this.#total },
      nextInMs: Math.min(
        this.#membersStale ? MEMBERS_SOONEST_MS : MEMBERS_FRESH_MS,
        Math.max(groupWaitMs(this.#queue.size, intervalMs()), untilRoomMs, untilDueMs),
      ),
    };
  }

  #takeMembers(monotonicMs: number): void {
    const { members, intervalMs } = this.#options;
    const listed = members();
    this.#beginsMs ??= monotonicMs + headStartMs(listed.length);
    this.#queue.setMembers(listed, Math.max(monotonicMs, this.#beginsMs), intervalMs());
    this.#membersReadMs = monotonicMs;
    this.#membersStale = false;
    for (const id of this.#failures.keys()) if (!this.#queue.has(id)) this.#failures.delete(id);
    for (const id of this.#retried) if (!this.#queue.has(id)) this.#retried.delete(id);
    this.#waiters.end(NOT_POLLED, (id) => !this.#queue.has(id));
  }

  /**
   * A shorter interval takes effect at once: a turn of the old one may be a day away. A miner in
   * back-off is polled once earlier, and its back-off continues after that.
   */
  #takeInterval(monotonicMs: number): void {
    const { intervalMs, lagMs = 0 } = this.#options;
    const everyMs = intervalMs();
    if (everyMs < this.#everyMs) this.#queue.bringForward((id) => nextDue(id, monotonicMs, everyMs, lagMs));
    this.#everyMs = everyMs;
  }

  async #pollOne(id: string): Promise<void> {
    const waiting = this.#waiters.take(id);
    const end = await this.#pollAndSchedule(id, waiting.length > 0);
    for (const resolve of waiting) resolve(end);
  }

  async #pollAndSchedule(id: string, isRequested: boolean): Promise<PollEnd> {
    const { clock, intervalMs, random, poll, onEnd, onError } = this.#options;
    const signal = this.#ending;
    const beganAt = clock.nowMs();
    let end: PollEnd;
    try {
      end = await poll(id, signal);
    } catch (error) {
      onError(error);
      end = { ok: false, message: messageOf(error) };
    }
    if (!end.ok) this.#options.checkAwake?.();
    if (signal.aborted) return DROPPED;
    const isOwn = !end.ok && end.isOwn === true;
    const monotonicMs = clock.monotonicMs();
    this.#total.polled += 1;
    if (end.ok) {
      this.#failures.delete(id);
      this.#retried.delete(id);
    } else if (!isOwn) {
      this.#total.failed += 1;
      // A miner that was removed meanwhile must have no back-off when it is polled again.
      if (this.#queue.has(id)) this.#failures.set(id, (this.#failures.get(id) ?? 0) + 1);
    }
    const plannedMs =
      end.ok || isOwn
        ? this.#nextDue(id, monotonicMs, isRequested)
        : monotonicMs + backoffMs(this.#failures.get(id) ?? 1, intervalMs(), random);
    // A fresh reading was requested while this one was in progress.
    const nextMs = this.#waiters.has(id) ? monotonicMs : plannedMs;
    this.#queue.schedule(id, nextMs);
    if (nextMs === monotonicMs) this.#loop.wake();
    onEnd(id, end, Math.round(clock.nowMs() + (nextMs - monotonicMs)), beganAt);
    return end;
  }

  /**
   * Keeps the miner's own phase; turns that are in the past are counted as missed. A requested poll
   * is out of phase.
   */
  #nextDue(id: string, monotonicMs: number, isRequested: boolean): number {
    const everyMs = this.#options.intervalMs();
    const dueAfter = (fromMs: number): number => nextDue(id, fromMs, everyMs, this.#options.lagMs ?? 0);
    const dueMs = this.#queue.dueAt(id);
    const isInStep = !isRequested && dueMs !== null && dueAfter(dueMs - everyMs) === dueMs;
    // A first turn, or one after a failure, is out of phase: to get into phase, a miner is not
    // polled again within half an interval.
    const nextMs = dueAfter(isInStep ? dueMs : monotonicMs + everyMs / 2);
    const missed = Math.max(0, Math.ceil((monotonicMs - nextMs) / everyMs));
    this.#total.missed_cycles += missed;
    return nextMs + missed * everyMs;
  }
}
