import { setTimeout as rest } from 'node:timers/promises';
import type { CompactionPlan } from '../../history/plan-compaction.ts';
import type { CompactTask } from '../compaction/compact-step.ts';
import type { CompactionCounts, MissedHistory } from '../store.ts';
import { StoreError } from '../store-error.ts';
import { type StoreAccess, twice } from './store-access.ts';

/** The longest pause of compaction between two steps, for other work on the processor. */
const LONGEST_REST_MS = 250;

/** Compacts what is due, and fills gaps. The compactor computes a step, the writer commits it. */
export class CompactionRounds {
  readonly #access: StoreAccess;
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(access: StoreAccess) {
    this.#access = access;
  }

  /** See Store.compact. */
  async compact(plan: CompactionPlan, signal?: AbortSignal): Promise<CompactionCounts> {
    const isOver = (): boolean => this.#access.isClosed || signal?.aborted === true;
    const counts = { hours: 0, days: 0, refused: 0, troubles: new Set<string>() };
    const result = (): CompactionCounts => ({ ...counts, troubles: [...counts.troubles] });
    for (const what of ['dropped', 'hours', 'days'] as const) {
      for (const task of await twice(() => this.#access.besideWrites('planCompactSteps', what, plan))) {
        const startedMs = performance.now();
        try {
          if (await this.#compactOne(task)) counts[what === 'days' ? 'days' : 'hours']++;
        } catch (error) {
          if (isOver()) return result();
          // A full disk fails every step; a damaged or newer block only its own.
          if (!(error instanceof StoreError) || (error.code !== 'corrupt' && error.code !== 'newer')) throw error;
          counts.refused++;
          counts.troubles.add(error.message);
        }
        // Rests as long as it worked: an hour of a large farm is compacted over minutes.
        const restMs = Math.min(LONGEST_REST_MS, performance.now() - startedMs);
        if (!isOver()) await rest(restMs, undefined, { signal }).catch(() => undefined);
        if (isOver()) return result();
      }
      if (isOver()) return result();
      if (what === 'dropped') await this.#access.besideWrites('erase');
      // Including what an earlier round or run has left.
      if (what === 'hours') await this.#access.besideWrites('sweep');
    }
    return result();
  }

  /** See Store.fillHistory. */
  fillHistory(missed: readonly MissedHistory[]): Promise<number[]> {
    return this.#oneAtATime(async () => {
      const { slots, steps } = await this.#access.compute('prepareFill', missed);
      if (steps.length > 0) await this.#access.write('commitCompact', steps);
      return slots;
    });
  }

  #compactOne(task: CompactTask): Promise<boolean> {
    return this.#oneAtATime(async () => {
      const step = await this.#access.compute('prepareCompact', task);
      if (step !== null) await this.#access.write('commitCompact', [step]);
      return step !== null;
    });
  }

  /** Roll-ups are read, changed and written back: no other change may come between. */
  #oneAtATime<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#lastChange.then(change);
    this.#lastChange = turn.catch(() => undefined);
    return turn;
  }
}
