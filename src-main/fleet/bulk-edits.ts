import type { Actor, MinersChange, NamedMiners, NewMinersChange } from '../../src-shared/model/index.ts';
import { nameMiners } from '../../src-shared/named-miners.ts';
import { noLongerRecent } from '../../src-shared/recent.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../runtime/clock.ts';
import { TaskGroup } from '../runtime/task-group.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import { bulkEditMiner, type EditFailure, type FleetToChange } from './bulk-edit-miner.ts';
import {
  type BulkEditStore,
  type BulkEditWork,
  bulkEditWork,
  type LostBulkEdit,
  type StoredBulkEdit,
} from './bulk-edit-work.ts';

export interface BulkEditsOptions {
  readonly fleet: FleetToChange;
  /** Where changes are kept on disk while they go on. */
  readonly keeper: BulkEditStore;
  readonly bus: Pick<EventBus, 'publish' | 'prepare' | 'recordPrepared'>;
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
/** Miners that are checked at once: each is a scan of its own. */
const CHECKED_AT_ONCE = 8;
const MOST_FAILURES = 100;

interface Job {
  change: MinersChange;
  readonly work: BulkEditWork;
  /** It was under way when the program ended: some of it is done. */
  readonly isResumed: boolean;
  readonly stop: AbortController;
  readonly ended: PromiseWithResolvers<void>;
}

/**
 * Changes of many miners. They run here, one after the other, whatever becomes of the caller; one
 * that the end of the program interrupts goes on at its next start. Each is one event for all of
 * its miners, on disk before the first of them is changed; a second one says so where it ended
 * early. What is not the same for all of them has an entry for each miner besides.
 */
export class BulkEdits {
  readonly #options: BulkEditsOptions;
  readonly #tasks: TaskGroup;
  /** By id, the newest last. */
  readonly #jobs = new Map<string, Job>();
  /** Resolves when the last requested one has ended. */
  #work: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();

  constructor(options: BulkEditsOptions) {
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
   * Starts a change, of the miners with these ids where it does not name them itself. Resolves when
   * it is in the activity; rejects, and changes nothing, where it cannot be written there.
   */
  async start(
    ids: readonly string[],
    wanted: Pick<NewMinersChange, 'patch' | 'remove' | 'check' | 'each'>,
    actor: Actor,
  ): Promise<MinersChange> {
    const { bus, keeper, fleet } = this.#options;
    const work = bulkEditWork(ids, wanted);
    const count = work.miners.length;
    const miners = namedIn(work, fleet);
    const about = { kind: work.kind, ...work.shared, count, ...(miners !== null && { miners }) };
    const change_id = uuidV7();
    const started = bus.prepare({ event: 'miners_change_started', actor, data: { change_id, ...about } });
    await keeper.keep({ change_id, started, actor, work });
    try {
      await bus.recordPrepared(started);
    } catch (error) {
      // Its entry is written when the database can be written again: it needs an end.
      await this.#lose({ change_id, started, actor, work: null });
      throw error;
    }
    return this.#run({ change_id, started, actor, work }, false);
  }

  /** Goes on with what was under way when the program ended. */
  async resume(): Promise<void> {
    const { bus, keeper } = this.#options;
    for (const kept of await keeper.load()) {
      // It is in the activity already unless the program ended that very moment.
      await bus.recordPrepared(kept.started);
      if (kept.work === null) await this.#lose(kept);
      else this.#run(kept, true);
    }
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

  /** Begins nothing more, and leaves it to the next start; resolves when what was begun is done. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#tasks.idle();
  }

  #run({ change_id, started, actor, work }: StoredBulkEdit, isResumed: boolean): MinersChange {
    const change: MinersChange = {
      change_id,
      state: 'running',
      kind: work.kind,
      patch: work.shared ?? {},
      actor,
      total: work.miners.length,
      done: 0,
      failed: 0,
      skipped: 0,
      failures: [],
      started_at: started.at,
      finished_at: null,
    };
    const job: Job = { change, work, isResumed, stop: new AbortController(), ended: Promise.withResolvers<void>() };
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

  async #carryOut(job: Job): Promise<void> {
    const { work, isResumed } = job;
    const { fleet, clock, onError } = this.#options;
    const atOnce = work.kind === 'check' ? CHECKED_AT_ONCE : AT_ONCE;
    const by = { actor: job.change.actor, isResumed, onError };
    let state: MinersChange['state'] = 'done';
    for (let from = 0; from < work.miners.length && state === 'done'; from += atOnce) {
      if (this.#closing.signal.aborted) return;
      if (job.stop.signal.aborted) state = 'stopped';
      if (state !== 'done') break;
      const miners = work.miners.slice(from, from + atOnce);
      const answers = await Promise.all(miners.map((miner) => bulkEditMiner(miner, work, fleet, by)));
      // The end of the program is no failure of a miner.
      if (this.#closing.signal.aborted && work.kind === 'check') return;
      if (answers.some((answer) => answer?.isStoreTrouble === true)) state = 'failed';
      const ids = miners.map(({ id }) => id);
      this.#update(job, addAnswers(job.change, ids, answers));
    }
    const { total, done, failed } = job.change;
    this.#update(job, { state, skipped: total - done - failed, finished_at: clock.nowMs() });
    await this.#end(job.change);
  }

  async #end({ change_id, kind, patch, actor, total, done, failed, skipped }: MinersChange): Promise<void> {
    const { bus, keeper } = this.#options;
    if (done < total) {
      const data = { change_id, kind, ...patch, count: total, done, failed, skipped };
      bus.publish({ event: 'miners_change_incomplete', actor, data });
    }
    await keeper.forget(change_id);
  }

  /** What is done of it is not known. */
  async #lose({ change_id, started, actor }: LostBulkEdit): Promise<void> {
    const { bus, keeper } = this.#options;
    const data = { ...started.data, done: 0, failed: 0, skipped: started.data.count };
    bus.publish({ event: 'miners_change_incomplete', actor, data });
    await keeper.forget(change_id);
  }

  #update(job: Job, changes: Partial<MinersChange>): void {
    job.change = { ...job.change, ...changes };
    this.#options.onChange(job.change);
  }

  #forgetOldest(): void {
    for (const { change_id } of noLongerRecent(this.all())) this.#jobs.delete(change_id);
  }
}

/** Which miners these are; null where none of them is known any more. */
function namedIn({ miners, kind }: BulkEditWork, fleet: Pick<FleetToChange, 'miner'>): NamedMiners | null {
  const rows = miners.flatMap(({ id }) => fleet.miner(id) ?? []);
  if (rows.length === 0) return null;
  const named = nameMiners(rows);
  // Where they are placed is said already, and those that are removed are found by nothing.
  return { ...named, where: kind === 'place' ? null : named.where, query: kind === 'remove' ? null : named.query };
}

function addAnswers(
  change: MinersChange,
  ids: readonly string[],
  answers: readonly (EditFailure | null)[],
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
