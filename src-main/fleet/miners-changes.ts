import { minerName } from '../../src-shared/miner-name.ts';
import type { Actor, Miner, MinersChange, MinersPatch } from '../../src-shared/model/index.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../runtime/clock.ts';
import { TaskGroup } from '../runtime/task-group.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import { StoreError } from '../store/store-error.ts';

export interface MinersChangesOptions {
  readonly fleet: {
    miner(id: string): Miner | null;
    patch(id: string, patch: MinersPatch): Promise<Miner | null>;
  };
  readonly bus: Pick<EventBus, 'publish' | 'record'>;
  readonly clock: Clock;
  /** Called with each step of a change. */
  readonly onChange: (change: MinersChange) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Miners at once: enough to fill a transaction of the writer, few enough to leave it free for
 * everything else.
 */
const AT_ONCE = 50;
const MOST_FAILURES = 100;
/** This many ended ones can still be read. */
const MOST_KEPT = 20;

interface Job {
  change: MinersChange;
  readonly ids: readonly string[];
  readonly stop: AbortController;
  readonly ended: PromiseWithResolvers<void>;
}

/**
 * Changes of many miners. They run here, one after the other, whatever becomes of the caller.
 * Each is one event for all of its miners, on disk before the first of them is changed; a second
 * one says so where it ended early.
 */
export class MinersChanges {
  readonly #options: MinersChangesOptions;
  readonly #tasks: TaskGroup;
  /** By id, the newest last. */
  readonly #jobs = new Map<string, Job>();
  /** Resolves when the last requested one has ended. */
  #work: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();

  constructor(options: MinersChangesOptions) {
    this.#options = options;
    this.#tasks = new TaskGroup(options.onError);
  }

  /** Those that go on, and those that ended lately, the newest last. */
  all(): MinersChange[] {
    return [...this.#jobs.values()].map(({ change }) => change);
  }

  get(id: string): MinersChange | null {
    return this.#jobs.get(id)?.change ?? null;
  }

  /**
   * Starts a change. Resolves when it is in the activity; rejects, and changes nothing, where it
   * cannot be written there.
   */
  async start(ids: readonly string[], patch: MinersPatch, actor: Actor): Promise<MinersChange> {
    const { bus, clock } = this.#options;
    const wanted = [...new Set(ids)];
    const counts = { total: wanted.length, done: 0, failed: 0, skipped: 0 };
    const times = { started_at: clock.nowMs(), finished_at: null };
    const change: MinersChange = {
      change_id: uuidV7(),
      state: 'running',
      patch,
      actor,
      ...counts,
      failures: [],
      ...times,
    };
    const { change_id } = change;
    await bus.record({
      event: 'miners_change_started',
      actor,
      data: { change_id, ...patch, count: wanted.length },
    });
    const job: Job = { change, ids: wanted, stop: new AbortController(), ended: Promise.withResolvers<void>() };
    this.#jobs.set(change_id, job);
    this.#forgetOldest();
    this.#options.onChange(change);
    const before = this.#work;
    this.#work = job.ended.promise;
    this.#tasks.run(async () => {
      await before;
      await this.#carryOut(job).finally(job.ended.resolve);
    });
    return change;
  }

  /**
   * Begins no more miners of it. Resolves when those that were begun are done; null if there is no
   * such change.
   */
  async stop(id: string): Promise<MinersChange | null> {
    const job = this.#jobs.get(id);
    if (job === undefined) return null;
    job.stop.abort();
    await job.ended.promise;
    return job.change;
  }

  /** Stops all of them; resolves when what was begun is done. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#tasks.idle();
  }

  async #carryOut(job: Job): Promise<void> {
    const { bus, clock } = this.#options;
    const signal = AbortSignal.any([this.#closing.signal, job.stop.signal]);
    let state: MinersChange['state'] = 'done';
    for (let from = 0; from < job.ids.length; from += AT_ONCE) {
      if (signal.aborted) state = 'stopped';
      if (state !== 'done') break;
      const ids = job.ids.slice(from, from + AT_ONCE);
      const answers = await Promise.all(ids.map((id) => this.#changeOne(id, job.change.patch)));
      if (answers.some((answer) => answer?.isStoreTrouble === true)) state = 'failed';
      this.#update(job, addAnswers(job.change, ids, answers));
    }
    const { change_id, patch, actor, total, done, failed } = job.change;
    const skipped = total - done - failed;
    this.#update(job, { state, skipped, finished_at: clock.nowMs() });
    if (done === total) return;
    const data = { change_id, ...patch, count: total, done, failed, skipped };
    bus.publish({ event: 'miners_change_incomplete', actor, data });
  }

  /** Null when the miner is as it should be, else why it is not. */
  async #changeOne(id: string, patch: MinersPatch): Promise<Failure | null> {
    const { fleet, onError } = this.#options;
    const before = fleet.miner(id);
    const gone = { name: id, message: 'There is no such miner.', isStoreTrouble: false };
    if (before === null) return gone;
    if (isSo(before, patch)) return null;
    try {
      return (await fleet.patch(id, patch)) === null ? gone : null;
    } catch (error) {
      const isStoreTrouble = error instanceof StoreError;
      if (!isStoreTrouble) onError(error);
      const message = isStoreTrouble ? error.message : 'PowerHive failed to do this. See the log.';
      return { name: minerName(before), message, isStoreTrouble };
    }
  }

  #update(job: Job, changes: Partial<MinersChange>): void {
    job.change = { ...job.change, ...changes };
    this.#options.onChange(job.change);
  }

  #forgetOldest(): void {
    for (const [id, { change }] of this.#jobs) {
      if (this.#jobs.size <= MOST_KEPT) return;
      if (change.finished_at !== null) this.#jobs.delete(id);
    }
  }
}

function isSo({ managed, place }: Miner, patch: MinersPatch): boolean {
  return (patch.managed ?? managed) === managed && (patch.place === undefined || patch.place === place);
}

interface Failure {
  readonly name: string;
  readonly message: string;
  /** The database does not take it: the next miner would fare no better. */
  readonly isStoreTrouble: boolean;
}

function addAnswers(
  change: MinersChange,
  ids: readonly string[],
  answers: readonly (Failure | null)[],
): Pick<MinersChange, 'done' | 'failed' | 'failures'> {
  const failures = answers.flatMap((answer, i) =>
    answer === null ? [] : [{ id: ids[i] ?? '', name: answer.name, message: answer.message }],
  );
  return {
    done: change.done + answers.length - failures.length,
    failed: change.failed + failures.length,
    failures: [...change.failures, ...failures].slice(0, MOST_FAILURES),
  };
}
