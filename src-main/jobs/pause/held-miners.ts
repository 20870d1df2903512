import { phaseOf } from '../../../src-shared/judging/firmware-state.ts';
import { protectiveStop } from '../../../src-shared/judging/protective-stop.ts';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { JobItem, PauseEnd } from '../../../src-shared/model/index.ts';

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

/** The miners that are paused until the end of a job, in memory. */
export class HeldMiners {
  readonly #miners = new Map<string, Held & { readonly sinceAt: number }>();
  readonly #onChanged: (minerId: string, held: Held | null) => void;

  constructor(onChanged: (minerId: string, held: Held | null) => void) {
    this.#onChanged = onChanged;
  }

  /** `sinceAt`: when the job had paused it. The last one that did resumes it. */
  hold(minerId: string, held: Held, sinceAt: number): void {
    const before = this.#miners.get(minerId);
    if (before !== undefined && before.sinceAt > sinceAt) return;
    this.#miners.set(minerId, { ...held, sinceAt });
    if (before?.job_id !== held.job_id || before.until_at !== held.until_at) this.#onChanged(minerId, held);
  }

  /**
   * A later job found miners paused already that it was to pause or stop: they stay so for as long as
   * the last of these jobs wants. `end`: of the later job; null for none.
   */
  prolong(items: readonly JobItem[], end: PauseEnd | null): void {
    for (const { id, verdict, code } of items) {
      const held = this.#miners.get(id);
      if (held === undefined || verdict !== 'skipped' || code !== 'already_there') continue;
      if (end === null || end.at > held.until_at) this.#onChanged(id, end && { ...held, until_at: end.at });
    }
  }

  /** Lets a miner go, and returns the job; null if none held it. */
  release(minerId: string): string | null {
    const held = this.#miners.get(minerId);
    if (held === undefined) return null;
    this.#miners.delete(minerId);
    this.#onChanged(minerId, null);
    return held.job_id;
  }

  /** Lets all miners of a job go. */
  releaseAll(jobId: string): void {
    for (const id of this.of(jobId)) this.release(id);
  }

  of(jobId: string): string[] {
    return [...this.#miners].filter(([, { job_id }]) => job_id === jobId).map(([id]) => id);
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
