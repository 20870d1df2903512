import { isOfAllRules } from '../../../src-shared/alerts/maintenance-now.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Actor, Maintenance, Miner, NewMaintenance } from '../../../src-shared/model/index.ts';
import { currentWindows, queryWords, withMaintenance } from '../../../src-shared/query/index.ts';
import type { RecordChange } from '../../events/bus.ts';
import { uuidV7 } from '../../runtime/uuid-v7.ts';
import type { Store } from '../../store/store.ts';

export type StoredMaintenance = Pick<Store, 'maintenance' | 'removeMaintenance'>;

/** Maintenance windows of miners. */
export class MaintenanceStore {
  readonly #store: StoredMaintenance;
  readonly #record: RecordChange;
  readonly #windows = new Map<string, Maintenance>();

  constructor(store: StoredMaintenance, record: RecordChange) {
    this.#store = store;
    this.#record = record;
  }

  /** Loads the windows and deletes those that are over. */
  async load(nowMs: number): Promise<void> {
    for (const window of await this.#store.maintenance()) {
      if (window.ends_at > nowMs) this.#windows.set(window.id, window);
      else await this.#store.removeMaintenance(window.id);
    }
  }

  /** Current and future windows. */
  all(nowMs: number): Maintenance[] {
    return [...this.#windows.values()].filter(({ ends_at }) => ends_at > nowMs);
  }

  /** The moment with the maintenance that goes on then, so that queries can ask for it. */
  known(moment: Moment): Moment {
    return withMaintenance(moment, this.all(moment.nowMs));
  }

  async add(input: NewMaintenance, actor: Actor, nowMs: number): Promise<Maintenance> {
    const window = { ...input, id: uuidV7(), starts_at: input.starts_at ?? nowMs, actor, created_at: nowMs };
    const event = { event: 'maintenance_planned', actor, data: dataOf(window) } as const;
    await this.#record([event], 'addMaintenance', window);
    this.#windows.set(window.id, window);
    return window;
  }

  /** Returns the removed window; null if there is none. */
  async remove(id: string, actor: Actor): Promise<Maintenance | null> {
    const window = this.#windows.get(id);
    if (window === undefined) return null;
    const event = { event: 'maintenance_ended', actor, data: dataOf(window) } as const;
    await this.#record([event], 'removeMaintenance', id);
    this.#windows.delete(id);
    return window;
  }

  /**
   * A test for one moment: whether a rule is silent about a miner. Cheap without windows. Of a rule
   * that is not silent in maintenance (`isSilent`), only those windows count that name it.
   */
  at(moment: Moment): (miner: Miner, ruleId: string, isSilent?: boolean) => boolean {
    const now = currentWindows(this.all(moment.nowMs), moment);
    if (now.length === 0) return () => false;
    return (miner, ruleId, isSilent = true) =>
      now.some(
        ({ window, includes }) =>
          (isOfAllRules(window) ? isSilent : window.rule_ids.includes(ruleId)) && includes(miner),
      );
  }
}

function dataOf({ id: maintenance_id, query, starts_at, ends_at, reason }: Maintenance) {
  return { maintenance_id, query, miners_text: queryWords(query), starts_at, ends_at, reason };
}
