import { phaseOf } from '../../../src-shared/judging/firmware-state.ts';
import { protectiveStop } from '../../../src-shared/judging/protective-stop.ts';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { LaterOrder } from '../../store/job-records.ts';

/** A status that was asked for before the pause may arrive after it. */
const SETTLES_MS = MINUTE_MS;

/** What a status shows of a miner. */
export interface SeenState {
  readonly state: string | null;
  readonly state_description: string | null;
}

/** When a paused miner is resumed, and by the end of which job. */
export interface Held {
  readonly job_id: string;
  readonly until_at: number;
}

interface HeldMiner extends Held {
  /** When the job had paused it. */
  readonly sinceAt: number;
  /** Until when later jobs want it paused; `Infinity` for ever. */
  readonly wantedUntil: number;
}

/** Until when a miner stays paused; null for ever. */
function shownOf({ job_id, until_at, wantedUntil }: HeldMiner): Held | null {
  const until = Math.max(until_at, wantedUntil);
  return until === Number.POSITIVE_INFINITY ? null : { job_id, until_at: until };
}

/** The miners that are paused until the end of a job, in memory. */
export class HeldMiners {
  readonly #miners = new Map<string, HeldMiner>();
  /** The miners of each job that holds some. */
  readonly #ofJob = new Map<string, Set<string>>();
  readonly #onChanged: (minerId: string, held: Held | null) => void;

  constructor(onChanged: (minerId: string, held: Held | null) => void) {
    this.#onChanged = onChanged;
  }

  /** `sinceAt`: when the job had paused it. The last one that did resumes it. */
  hold(minerId: string, held: Held, sinceAt: number): void {
    const before = this.#miners.get(minerId);
    if (before !== undefined && before.sinceAt > sinceAt) return;
    const wantedUntil = before?.job_id === held.job_id ? before.wantedUntil : 0;
    this.#set(minerId, { ...held, sinceAt, wantedUntil });
  }

  /**
   * Until when later jobs want the miners of a job paused, which they found so. They stay so for as
   * long as the last of these jobs wants.
   */
  want(jobId: string, orders: readonly Pick<LaterOrder, 'id' | 'resume_at'>[]): void {
    const until = new Map<string, number>();
    for (const { id, resume_at } of orders) until.set(id, Math.max(until.get(id) ?? 0, resume_at ?? Infinity));
    for (const id of this.of(jobId)) {
      const held = this.#miners.get(id);
      if (held !== undefined) this.#set(id, { ...held, wantedUntil: until.get(id) ?? 0 });
    }
  }

  #set(minerId: string, held: HeldMiner): void {
    const before = this.#miners.get(minerId);
    if (before?.job_id !== held.job_id) {
      if (before !== undefined) this.#leave(minerId, before.job_id);
      this.#ofJob.set(held.job_id, (this.#ofJob.get(held.job_id) ?? new Set()).add(minerId));
    }
    this.#miners.set(minerId, held);
    const was = before === undefined ? null : shownOf(before);
    const is = shownOf(held);
    if (was?.job_id !== is?.job_id || was?.until_at !== is?.until_at) this.#onChanged(minerId, is);
  }

  #leave(minerId: string, jobId: string): void {
    const ids = this.#ofJob.get(jobId);
    ids?.delete(minerId);
    if (ids?.size === 0) this.#ofJob.delete(jobId);
  }

  /** The jobs that hold miners. */
  jobs(): string[] {
    return [...this.#ofJob.keys()];
  }

  /** Lets a miner go, and returns the job; null if none held it. */
  release(minerId: string): string | null {
    const held = this.#miners.get(minerId);
    if (held === undefined) return null;
    this.#miners.delete(minerId);
    this.#leave(minerId, held.job_id);
    this.#onChanged(minerId, null);
    return held.job_id;
  }

  /** Lets all miners of a job go. */
  releaseAll(jobId: string): void {
    for (const id of this.of(jobId)) this.release(id);
  }

  of(jobId: string): string[] {
    return [...(this.#ofJob.get(jobId) ?? [])];
  }

  /** Whether a status shows that a held miner is no longer paused by its job. */
  isGone(minerId: string, { state, state_description }: SeenState, nowMs: number): boolean {
    const held = this.#miners.get(minerId);
    if (held === undefined || nowMs - held.sinceAt < SETTLES_MS) return false;
    const phase = phaseOf(state);
    if (phase === 'stopped' || phase === 'stopping') return protectiveStop({ state, state_description }) !== null;
    return phase !== 'unknown';
  }
}
