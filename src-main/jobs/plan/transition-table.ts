import type { Transition } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { JobStore, Measured } from '../job-dependencies.ts';
import { keyText, type TransitionKey } from './planner.ts';

/** Measured preset changes of miners of this farm, by model and firmware. */
export class TransitionTable {
  readonly #store: Pick<JobStore, 'transitions' | 'upsertTransition'>;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #rows = new Map<string, Transition>();

  constructor(
    store: Pick<JobStore, 'transitions' | 'upsertTransition'>,
    clock: Clock,
    onError: (error: unknown) => void,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#onError = onError;
  }

  async load(): Promise<void> {
    for (const row of await this.#store.transitions()) this.#rows.set(keyText(row), row);
  }

  get(key: TransitionKey): Transition | null {
    return this.#rows.get(keyText(key)) ?? null;
  }

  /** The latest first. */
  all(): Transition[] {
    return [...this.#rows.values()].sort((a, b) => b.last_at - a.last_at);
  }

  /** Records a change that a miner has proven, with its figures. */
  note(key: TransitionKey, { how, seconds, after }: Measured): void {
    const now = this.#clock.nowMs();
    const before = this.get(key);
    const { power_w, hashrate_hs } = after;
    const { model_alias, firmware_version, from, to } = key;
    const row: Transition = {
      model_alias,
      firmware_version,
      from,
      to,
      how,
      seconds: Math.round(seconds),
      power_w,
      hashrate_hs,
      miners: (before?.miners ?? 0) + 1,
      first_at: before?.first_at ?? now,
      last_at: now,
    };
    this.#rows.set(keyText(key), row);
    this.#store.upsertTransition(row).catch(this.#onError);
  }
}
