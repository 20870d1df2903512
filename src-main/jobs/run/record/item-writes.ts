import type { NewEvent } from '../../../../src-shared/model/index.ts';
import type { StoredJobItem } from '../../../store/job-records.ts';

/** Miners of a job to write, with their audit entries. */
export interface ItemWrite {
  readonly rows: readonly StoredJobItem[];
  readonly events: readonly NewEvent[];
}

interface Waiting extends ItemWrite {
  readonly written: PromiseWithResolvers<void>;
}

/** Enough to share the cost of a transaction, and few enough to let other writes in between. */
const MOST_ROWS = 200;

/**
 * Writes the miners of a job in their order. Those that end while a write is in progress share the
 * next one: a stop ends thousands at the same moment.
 */
export class ItemWrites {
  readonly #write: (together: ItemWrite) => Promise<void>;
  #waiting: Waiting[] = [];
  #turns: Promise<void> = Promise.resolve();

  constructor(write: (together: ItemWrite) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when they are on disk. Rejects if they, or others of the same write, cannot be written. */
  add(what: ItemWrite): Promise<void> {
    const written = Promise.withResolvers<void>();
    this.#waiting.push({ ...what, written });
    this.#turns = this.#turns.then(() => this.#writeSome());
    return written.promise;
  }

  /** Never rejects. There is nothing left to write if an earlier turn has written it too. */
  async #writeSome(): Promise<void> {
    const together = this.#takeSome();
    if (together.length === 0) return;
    try {
      await this.#write({
        rows: together.flatMap(({ rows }) => rows),
        events: together.flatMap(({ events }) => events),
      });
      for (const { written } of together) written.resolve();
    } catch (error) {
      for (const { written } of together) written.reject(error);
    }
  }

  /** At least one, however many rows it has. */
  #takeSome(): Waiting[] {
    let rows = 0;
    const end = this.#waiting.findIndex((one, index) => {
      rows += one.rows.length;
      return index > 0 && rows > MOST_ROWS;
    });
    const some = end < 0 ? this.#waiting : this.#waiting.slice(0, end);
    this.#waiting = end < 0 ? [] : this.#waiting.slice(end);
    return some;
  }
}
