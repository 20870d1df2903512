import type { NewEvent, Verdict } from '../../../../src-shared/model/index.ts';
import type { StoredJobItem } from '../../../store/job-records.ts';
import type { ItemWrite } from './item-writes.ts';

/** The verdict of each miner of a job, the count of each verdict, and which are not on disk. */
export class VerdictCounts {
  readonly #counts: Partial<Record<Verdict, number>>;
  readonly #verdicts: Map<string, Verdict>;
  /** With the audit entry that belongs to it. */
  readonly #unwritten = new Map<string, NewEvent | undefined>();

  /** `counts` includes miners that were skipped before; `rows` are those that may change. */
  constructor(counts: Partial<Record<Verdict, number>>, rows: readonly StoredJobItem[]) {
    this.#counts = { ...counts };
    this.#verdicts = new Map(rows.map(({ id, verdict }) => [id, verdict]));
  }

  get counts(): Partial<Record<Verdict, number>> {
    return { ...this.#counts };
  }

  of(minerId: string): Verdict | undefined {
    return this.#verdicts.get(minerId);
  }

  /** Called before rows are written, with the audit entry if there is one. */
  note(rows: readonly StoredJobItem[], event?: NewEvent): void {
    for (const { id, verdict } of rows) {
      const before = this.#verdicts.get(id) ?? 'planned';
      const left = (this.#counts[before] ?? 0) - 1;
      if (left > 0) this.#counts[before] = left;
      else delete this.#counts[before];
      this.#counts[verdict] = (this.#counts[verdict] ?? 0) + 1;
      this.#verdicts.set(id, verdict);
      this.#unwritten.set(id, event);
    }
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
