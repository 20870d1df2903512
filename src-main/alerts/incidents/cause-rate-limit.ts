import { HOUR_MS } from '../../../src-shared/durations.ts';

/** How many messages one cause may send per hour. */
const MESSAGES_PER_CAUSE_AND_HOUR = 3;
/** A cause that began or ended this often within an hour is unsteady. */
const CHANGES_UNTIL_UNSTEADY = 6;

/** How often each cause began, ended and was announced within the last hour. */
export class CauseRateLimit {
  readonly #changes = new Map<string, number[]>();
  readonly #sent = new Map<string, number[]>();

  noteChange(cause: string, atMs: number): void {
    note(this.#changes, cause, atMs);
  }

  noteSent(cause: string, atMs: number): void {
    note(this.#sent, cause, atMs);
  }

  isUnsteady(cause: string, nowMs: number): boolean {
    return lately(this.#changes, cause, nowMs) >= CHANGES_UNTIL_UNSTEADY;
  }

  maySend(cause: string, nowMs: number): boolean {
    return lately(this.#sent, cause, nowMs) < MESSAGES_PER_CAUSE_AND_HOUR;
  }

  /** Drops entries older than an hour. */
  forget(nowMs: number): void {
    for (const times of [this.#changes, this.#sent]) {
      for (const cause of times.keys()) if (lately(times, cause, nowMs) === 0) times.delete(cause);
    }
  }
}

function note(times: Map<string, number[]>, cause: string, atMs: number): void {
  times.set(cause, [...(times.get(cause) ?? []), atMs].slice(-CHANGES_UNTIL_UNSTEADY));
}

function lately(times: Map<string, number[]>, cause: string, nowMs: number): number {
  return times.get(cause)?.filter((atMs) => Math.abs(nowMs - atMs) < HOUR_MS).length ?? 0;
}
