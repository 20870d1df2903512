import type { LeftOut, NewEvent, Verdict } from '../../../../src-shared/model/index.ts';
import type { StoredJob, StoredJobItem } from '../../../store/job-records.ts';
import type { ItemWrite } from './item-writes.ts';

/** Reasons that are counted one by one: some have figures of the miner, and are different on each. */
const MOST_KEPT = 50;
const OTHERS = { code: null, reason: null } as const;

function keyOf({ code, reason }: Pick<LeftOut, 'code' | 'reason'>): string {
  return JSON.stringify([code, reason]);
}

/**
 * The verdict of each miner of a job, the count of each verdict, why miners were left out at their
 * turn, and which are not on disk.
 */
export class VerdictCounts {
  readonly #counts: Partial<Record<Verdict, number>>;
  readonly #leftOut: Map<string, LeftOut>;
  readonly #verdicts: Map<string, Verdict>;
  /** With the audit entry that belongs to it. */
  readonly #unwritten = new Map<string, NewEvent | undefined>();

  /** `job` includes miners that were skipped before; `rows` are those that may change. */
  constructor({ counts, left_out }: Pick<StoredJob, 'counts' | 'left_out'>, rows: readonly StoredJobItem[]) {
    this.#counts = { ...counts };
    this.#leftOut = new Map(left_out.map((left) => [keyOf(left), left]));
    this.#verdicts = new Map(rows.map(({ id, verdict }) => [id, verdict]));
  }

  get counts(): Partial<Record<Verdict, number>> {
    return { ...this.#counts };
  }

  /** The counts and the reasons, as a job has them. */
  get now(): Pick<StoredJob, 'counts' | 'left_out'> {
    return { counts: this.counts, left_out: [...this.#leftOut.values()] };
  }

  of(minerId: string): Verdict | undefined {
    return this.#verdicts.get(minerId);
  }

  /** Called before rows are written, with the audit entry if there is one. */
  note(rows: readonly StoredJobItem[], event?: NewEvent): void {
    for (const { id, verdict, code, message } of rows) {
      const before = this.#verdicts.get(id) ?? 'planned';
      const left = (this.#counts[before] ?? 0) - 1;
      if (left > 0) this.#counts[before] = left;
      else delete this.#counts[before];
      this.#counts[verdict] = (this.#counts[verdict] ?? 0) + 1;
      if (verdict === 'skipped' && before !== 'skipped') this.#leave({ code, reason: message });
      this.#verdicts.set(id, verdict);
      this.#unwritten.set(id, event);
    }
  }

  #leave(why: Pick<LeftOut, 'code' | 'reason'>): void {
    const isKept = this.#leftOut.size < MOST_KEPT || this.#leftOut.has(keyOf(why));
    const { code, reason } = isKept ? why : OTHERS;
    const key = keyOf({ code, reason });
    this.#leftOut.set(key, { code, reason, miners: (this.#leftOut.get(key)?.miners ?? 0) + 1 });
  }

  written(rows: readonly StoredJobItem[]): void {
    for (const { id } of rows) this.#unwritten.delete(id);
  }

  /** Stores those of the rows that are not on disk, with their audit entries. */
  async writeRest(rows: readonly StoredJobItem[], write: (rest: ItemWrite) => Promise<void>): Promise<void> {
    const left = rows.filter(({ id }) => this.#unwritten.has(id));
    const events = left.flatMap(({ id }) => this.#unwritten.get(id) ?? []);
    if (left.length > 0) await write({ rows: left, events });
  }
}
