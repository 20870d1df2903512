import { nameMiners } from '../../../src-shared/miner/named-miners.ts';
import type {
  Actor,
  EventOf,
  MinerPatch,
  MinersChange,
  NamedMiners,
  NewMinersChange,
} from '../../../src-shared/model/index.ts';
import { noLongerRecent } from '../../../src-shared/recent-items.ts';
import type { EventBus } from '../../events/bus.ts';
import type { Clock } from '../../runtime/clock.ts';
import { TaskGroup } from '../../runtime/task-group.ts';
import { uuidV7 } from '../../runtime/uuid-v7.ts';
import { bulkEditMiner, type FleetToChange } from './bulk-edit-miner.ts';
import {
  type BulkEditStore,
  type BulkEditWork,
  bulkEditWork,
  type LostBulkEdit,
  type StoredBulkEdit,
} from './bulk-edit-work.ts';
import { addResults, type RunningBulkEdit, runningBulkEdit, stillWanted } from './running-bulk-edit.ts';

export interface BulkEditsOptions {
  readonly fleet: FleetToChange;
  /** Stores changes on disk while they run. */
  readonly keeper: BulkEditStore;
  readonly bus: Pick<EventBus, 'prepare' | 'recordPrepared'>;
  readonly clock: Clock;
  /** Called with each step of a change. */
  readonly onChange: (change: MinersChange) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Miners in parallel: enough to fill a transaction of the writer, and few enough to leave it free
 * for other work.
 */
const AT_ONCE = 50;
/** Miners that are checked in parallel: each check is a scan of its own. */
export const CHECKED_AT_ONCE = 8;

/**
 * Runs changes of many miners one after the other, independent of the caller. A change that is
 * interrupted by the end of the program continues at its next start. Each change is one event for
 * all of its miners, on disk before the first of them is changed; a second event follows if not all
 * could be done. Changes that differ between miners also have an entry for each miner.
 */
export class BulkEdits {
  readonly #options: BulkEditsOptions;
  readonly #tasks: TaskGroup;
  /** By id, the newest last. */
  readonly #edits = new Map<string, RunningBulkEdit>();
  /** Resolves when the last requested change has ended. */
  #work: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();
  /** Resolves when the changes of the last run are known. */
  #resumed: Promise<void> = Promise.resolve();

  constructor(options: BulkEditsOptions) {
    this.#options = options;
    this.#tasks = new TaskGroup(options.onError);
  }

  /** The running changes and those that ended recently, the newest last. */
  all(): MinersChange[] {
    return [...this.#edits.values()].map(({ change }) => change);
  }

  get(id: string): MinersChange | null {
    return this.#edits.get(id)?.change ?? null;
  }

  /**
   * Starts a change; `ids` are its miners unless it lists them itself. Resolves when it is in the
   * activity; rejects and changes nothing if it cannot be written there.
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
      // Its entry is written when the database can be written again, so it needs an end.
      await this.#lose({ change_id, started, actor, work: null });
      throw error;
    }
    return this.#run({ change_id, started, actor, work }, false);
  }

  /** Continues the changes that were running when the program ended. */
  resume(): Promise<void> {
    const resumed = this.#resume();
    this.#resumed = resumed.catch(() => undefined);
    return resumed;
  }

  async #resume(): Promise<void> {
    const { bus, keeper } = this.#options;
    for (const kept of await keeper.load()) {
      // Already in the activity, unless the program ended at that very moment.
      await bus.recordPrepared(kept.started);
      if (kept.work === null) await this.#lose(kept);
      else this.#run(kept, true);
    }
  }

  /**
   * Stops a change. Resolves when the miners that were started are done; null if there is no such
   * change. The actor is that of the event of its end.
   */
  async stop(id: string, actor: Actor): Promise<MinersChange | null> {
    const edit = this.#edits.get(id);
    if (edit === undefined) return null;
    edit.stoppedBy ??= actor;
    edit.stop.abort();
    await edit.ended.promise;
    return edit.change;
  }

  /**
   * A miner is about to be changed alone. Changes of these fields of this miner that were started
   * before leave them alone, so that the later decision holds. Resolves when that is on disk,
   * because a change that is interrupted begins again with all of its miners.
   */
  async yieldTo(id: string, patch: MinerPatch): Promise<void> {
    await this.#resumed;
    const edited = Object.entries(patch).flatMap(([field, value]) => (value === undefined ? [] : [field]));
    const running = [...this.#edits.values()].filter(({ change }) => change.state === 'running');
    const decided = running.map(async ({ change, patches, decidedLater }) => {
      const wanted = patches.get(id) ?? {};
      const fields = edited.filter((field) => wanted[field as keyof MinerPatch] !== undefined);
      if (fields.length === 0) return;
      decidedLater.set(id, new Set([...(decidedLater.get(id) ?? []), ...fields]));
      await this.#options.keeper.decideLater(change.change_id, id, fields);
    });
    await Promise.all(decided);
  }

  /**
   * Starts no more miners until the next start of the program; resolves when those started are
   * done.
   */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#tasks.idle();
  }

  #run(stored: StoredBulkEdit, isResumed: boolean): MinersChange {
    const edit = runningBulkEdit(stored, isResumed);
    const { change } = edit;
    this.#edits.set(change.change_id, edit);
    this.#forgetOldest();
    this.#options.onChange(change);
    const before = this.#work;
    this.#work = edit.ended.promise;
    this.#tasks.run(async () => {
      await before;
      await this.#carryOut(edit).finally(edit.ended.resolve);
    });
    return change;
  }

  async #carryOut(edit: RunningBulkEdit): Promise<void> {
    const { work, isResumed } = edit;
    const { fleet, clock, onError } = this.#options;
    const atOnce = work.kind === 'check' ? CHECKED_AT_ONCE : AT_ONCE;
    const by = { actor: edit.change.actor, isResumed, onError };
    let state: MinersChange['state'] = 'done';
    for (let from = 0; from < work.miners.length && state === 'done'; from += atOnce) {
      if (this.#closing.signal.aborted) return;
      if (edit.stop.signal.aborted) state = 'stopped';
      if (state !== 'done') break;
      const miners = work.miners.slice(from, from + atOnce);
      const results = await Promise.all(
        miners.map((miner) => bulkEditMiner(stillWanted(miner, edit.decidedLater), work, fleet, by)),
      );
      // A check that the end of the program aborts is not a failure.
      if (this.#closing.signal.aborted && work.kind === 'check') return;
      if (results.some((result) => result?.isStoreTrouble === true)) state = 'failed';
      const ids = miners.map(({ id }) => id);
      this.#update(edit, addResults(edit.change, ids, results));
    }
    const { total, done, failed } = edit.change;
    this.#update(edit, { state, skipped: total - done - failed, finished_at: clock.nowMs() });
    await this.#end(edit.change, state === 'stopped' ? edit.stoppedBy : null);
  }

  async #end(change: MinersChange, stoppedBy: Actor | null): Promise<void> {
    const { change_id, kind, patch, actor, total, done, failed, skipped } = change;
    const data = { change_id, kind, ...patch, count: total, done, failed, skipped };
    if (done < total) await this.#recordEnd(stoppedBy ?? actor, data);
    await this.#options.keeper.forget(change_id);
  }

  /** Ends a change of which it is not known what was done. */
  async #lose({ change_id, started, actor }: LostBulkEdit): Promise<void> {
    await this.#recordEnd(actor, { ...started.data, done: 0, failed: 0, skipped: started.data.count });
    await this.#options.keeper.forget(change_id);
  }

  /**
   * The entry is on disk before the change is forgotten: a kill in between continues the change at
   * the next start. Where the database takes nothing, the entry is written later.
   */
  async #recordEnd(actor: Actor, data: EventOf<'miners_change_incomplete'>['data']): Promise<void> {
    const { bus, onError } = this.#options;
    await bus.recordPrepared(bus.prepare({ event: 'miners_change_incomplete', actor, data })).catch(onError);
  }

  #update(edit: RunningBulkEdit, changes: Partial<MinersChange>): void {
    edit.change = { ...edit.change, ...changes };
    this.#options.onChange(edit.change);
  }

  #forgetOldest(): void {
    for (const { change_id } of noLongerRecent(this.all())) this.#edits.delete(change_id);
  }
}

/** Names the miners of a change; null if none of them is known any more. */
function namedIn({ miners, kind }: BulkEditWork, fleet: Pick<FleetToChange, 'miner'>): NamedMiners | null {
  const rows = miners.flatMap(({ id }) => fleet.miner(id) ?? []);
  if (rows.length === 0) return null;
  const named = nameMiners(rows);
  // The place is in the event already, and no query finds removed miners.
  return { ...named, where: kind === 'place' ? null : named.where, query: kind === 'remove' ? null : named.query };
}
