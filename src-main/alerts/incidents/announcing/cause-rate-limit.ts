import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import type { AnnouncementEvent, StoredIncident } from '../../../store/store.ts';
import { courseKey, type OfCause } from '../group-by-cause.ts';

/** How many messages one cause may send per hour. */
const MESSAGES_PER_CAUSE_AND_HOUR = 3;
/** A cause that began or ended this often within an hour is unsteady. */
const CHANGES_UNTIL_UNSTEADY = 6;

/** What the limit must know of a message. */
export interface LimitedMessage {
  readonly event: AnnouncementEvent;
  readonly row: OfCause & Pick<StoredIncident, 'severity'>;
  /** The rules of its critical faults. */
  readonly criticalRules: readonly string[];
}

/** What was last sent about a cause. */
interface Heard {
  readonly isOver: boolean;
  readonly at: number;
  /** When a critical fault of each rule was last sent. */
  readonly criticals: Map<string, number>;
}

/** How often each cause began, ended and was announced within the last hour. */
export class CauseRateLimit {
  readonly #changes = new Map<string, number[]>();
  readonly #sent = new Map<string, number[]>();
  readonly #heard = new Map<string, Heard>();

  noteChange(cause: string, atMs: number): void {
    note(this.#changes, cause, atMs);
  }

  noteSent({ event, row, criticalRules }: LimitedMessage, atMs: number): void {
    note(this.#sent, limitKey(row), atMs);
    const cause = courseKey(row);
    const criticals = this.#heard.get(cause)?.criticals ?? new Map<string, number>();
    for (const rule of criticalRules) criticals.set(rule, atMs);
    this.#heard.set(cause, { isOver: event === 'resolved', at: atMs, criticals });
  }

  isUnsteady(cause: string, nowMs: number): boolean {
    return lately(this.#changes.get(cause), nowMs) >= CHANGES_UNTIL_UNSTEADY;
  }

  /**
   * Whether a message is within the limit. A critical fault is always sent if the operator cannot
   * know of it: the last message was of the end, or there was none about this fault.
   */
  maySend({ event, row, criticalRules }: LimitedMessage, nowMs: number): boolean {
    if (lately(this.#sent.get(limitKey(row)), nowMs) < MESSAGES_PER_CAUSE_AND_HOUR) return true;
    if (event === 'resolved' || criticalRules.length === 0) return false;
    const heard = this.#heard.get(courseKey(row));
    const isNew = (rule: string): boolean => !isLately(heard?.criticals.get(rule) ?? Number.NEGATIVE_INFINITY, nowMs);
    return heard?.isOver !== false || criticalRules.some(isNew);
  }

  /** Drops what is older than an hour. */
  forget(nowMs: number): void {
    for (const times of [this.#changes, this.#sent]) {
      for (const [cause, of] of times) if (lately(of, nowMs) === 0) times.delete(cause);
    }
    for (const [cause, { at }] of this.#heard) if (!isLately(at, nowMs)) this.#heard.delete(cause);
  }
}

/** Critical messages are counted separately, so that warnings cannot use up their number. */
function limitKey(row: LimitedMessage['row']): string {
  return row.severity === 'critical' ? `${courseKey(row)}\ncritical` : courseKey(row);
}

function note(times: Map<string, number[]>, cause: string, atMs: number): void {
  times.set(cause, [...(times.get(cause) ?? []), atMs].slice(-CHANGES_UNTIL_UNSTEADY));
}

function lately(times: readonly number[] | undefined, nowMs: number): number {
  return times?.filter((atMs) => isLately(atMs, nowMs)).length ?? 0;
}

function isLately(atMs: number, nowMs: number): boolean {
  return Math.abs(nowMs - atMs) < HOUR_MS;
}
