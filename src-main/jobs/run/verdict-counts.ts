import type { Verdict } from '../../../src-shared/model/index.ts';
import type { StoredJobItem } from '../../store/job-records.ts';

/** The verdict of each miner of a job, how many miners have each, and which of them are not on disk. */
export class VerdictCounts {
  readonly #counts: Partial<Record<Verdict, number>>;
  readonly #verdicts: Map<string, Verdict>;
  readonly #unwritten = new Set<string>();

  /** `counts` are of all miners, also of those that were skipped before; `rows` are those to be changed. */
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

  /** What is about to be written. */
  note(rows: readonly StoredJobItem[]): void {
    for (const { id, verdict } of rows) {
      const before = this.#verdicts.get(id) ?? 'planned';
      const left = (this.#counts[before] ?? 0) - 1;
      if (left > 0) this.#counts[before] = left;
      else delete this.#counts[before];
      this.#counts[verdict] = (this.#counts[verdict] ?? 0) + 1;
      this.#verdicts.set(id, verdict);
      this.#unwritten.add(id);
    }
  }

  written(rows: readonly StoredJobItem[]): void {
    for (const { id } of rows) this.#unwritten.delete(id);
  }

  isUnwritten(minerId: string): boolean {
    return this.#unwritten.has(minerId);
  }
}
