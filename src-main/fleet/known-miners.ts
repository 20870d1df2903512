import { minerName } from '../../src-shared/miner/miner-name.ts';
import type { AtItsAddress, Condition, Miner, Rack } from '../../src-shared/model/index.ts';
import { type ChangedConditions, changedConditions, openConditions } from '../conditions/changed-conditions.ts';
import { conditionsOf } from '../conditions/current-conditions.ts';
import type { DriverTraits } from '../drivers/driver.ts';
import type { Store, StoredMiner, StoredModel } from '../store/store.ts';
import { AddressHolders } from './address-holders.ts';
import type { Entry } from './miner-entry.ts';
import { minerRow, type RowContext } from './miner-row.ts';
import { PolledIds } from './polled-ids.ts';
import { decideEligibility } from './polling-eligibility.ts';
import { UnsavedMiners } from './unsaved-miners.ts';
import { UsualOfFarm } from './usual-of-farm.ts';

export interface KnownMinersOptions {
  readonly store: Pick<Store, 'upsertMiners'>;
  readonly modelOf: (entry: Entry) => StoredModel | null;
  readonly siteOf: (entry: Entry) => RowContext['site'];
  /** The rack of a miner; null if it is not known. */
  readonly rackOf: (entry: Entry) => Rack | null;
  readonly driverOf: (entry: Entry) => DriverTraits | null;
  readonly requireMaxPreset: () => boolean;
  /** How often boards are read, in milliseconds. */
  readonly telemetryMs: () => number;
  /** Called after each change, with the ids of the rows that have changed. */
  readonly onChanged: (ids: readonly string[]) => void;
  /** Called when the latest status of a miner is on disk; its row shows that, and nothing else. */
  readonly onStored: (id: string) => void;
  readonly onConditions: (stored: StoredMiner, changed: ChangedConditions) => void;
}

/**
 * All miners in memory, and what is derived from them: rows, which are polled, and which are not on
 * disk yet.
 */
export class KnownMiners {
  readonly #options: KnownMinersOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #rows = new Map<string, Miner>();
  readonly #polled = new PolledIds();
  readonly #usual: UsualOfFarm;
  readonly #holders = new AddressHolders();
  readonly #unsaved: UnsavedMiners;

  constructor(options: KnownMinersOptions) {
    this.#options = options;
    this.#usual = new UsualOfFarm(options.modelOf);
    this.#unsaved = new UnsavedMiners(options.store, (id) => this.#entries.get(id)?.stored ?? null);
  }

  /** Counts of miners, without making their rows. */
  counts(): { total: number; online: number; managed: number; polled: number } {
    const counts = { total: this.#entries.size, online: 0, managed: 0, polled: this.#polled.size };
    for (const { stored } of this.#entries.values()) {
      if (stored.ip !== null) counts.online += 1;
      if (stored.managed) counts.managed += 1;
    }
    return counts;
  }

  get polled(): Pick<PolledIds, 'has' | 'list'> {
    return this.#polled;
  }

  ids(): string[] {
    return [...this.#entries.keys()];
  }

  get(id: string): Entry | null {
    return this.#entries.get(id) ?? null;
  }

  all(): IterableIterator<Entry> {
    return this.#entries.values();
  }

  /** Made at the first call after a change. */
  row(id: string): Miner | null {
    const entry = this.#entries.get(id);
    if (entry === undefined) return null;
    const known = this.#rows.get(id);
    if (known !== undefined) return known;
    const { modelOf, siteOf, rackOf, driverOf, requireMaxPreset, telemetryMs } = this.#options;
    const row = minerRow(entry, modelOf(entry), {
      requireMaxPreset: requireMaxPreset(),
      telemetryMs: telemetryMs(),
      site: siteOf(entry),
      rack: rackOf(entry),
      driver: driverOf(entry),
      usual: this.#usual.of(entry),
      atItsAddress: this.#atItsAddress(entry),
    });
    this.#rows.set(id, row);
    return row;
  }

  /** The current conditions of a miner; none for an unknown one. */
  conditions(id: string): readonly Condition[] {
    const entry = this.#entries.get(id);
    if (entry === undefined) return [];
    return conditionsOf(entry, {
      isRead: this.#polled.has(id),
      telemetryMs: this.#options.telemetryMs(),
      atItsAddress: this.#atItsAddress(entry),
    });
  }

  /** Adds miners as they are in the database. */
  load(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#entries.set(entry.stored.id, entry);
      this.#holders.note(entry.stored);
      this.#notePolled(entry);
    }
    this.#usual.takeChanged();
  }

  set(entry: Entry): void {
    const { id } = entry.stored;
    const before = this.#entries.get(id);
    if (before?.stored !== entry.stored) this.#unsaved.note(id, before === undefined);
    this.#entries.set(id, entry);
    this.#rows.delete(id);
    this.#notePolled(entry);
    const beside = before?.stored === entry.stored ? [] : this.#holders.note(entry.stored);
    for (const other of beside) this.#rows.delete(other);
    this.#changed(beside.length === 0 ? [id] : [id, ...beside]);
    const sinces = before?.stored.conditions_since ?? null;
    const changed =
      before === undefined ? null : changedConditions(openConditions(before), openConditions(entry), sinces);
    if (changed !== null) this.#options.onConditions(entry.stored, changed);
  }

  /**
   * Like `set`, and resolves when `write` has what was seen of the miner on disk. No other save
   * writes it before. After a failure it stays due.
   */
  async setWritten(entry: Entry, write: (stored: StoredMiner) => Promise<unknown>): Promise<void> {
    this.set(entry);
    await this.#unsaved.written(entry.stored, write);
  }

  /** The latest status of a miner is on disk, under the id that the entry now has. */
  setStored(entry: Entry): void {
    const { id } = entry.stored;
    this.#entries.set(id, entry);
    this.#rows.delete(id);
    this.#options.onStored(id);
  }

  /** Only what neither its row nor the database has is new of a known miner. */
  setUnshown(entry: Entry): void {
    this.#entries.set(entry.stored.id, entry);
  }

  /** Removes a miner and returns its entry; results that arrive later find no miner. */
  remove(id: string): Entry | null {
    const entry = this.#entries.get(id);
    if (entry === undefined) return null;
    this.#entries.delete(id);
    this.#rows.delete(id);
    this.#unsaved.forget(id);
    this.#polled.note(id, false);
    this.#usual.forget(id);
    const beside = this.#holders.forget(id);
    for (const other of beside) this.#rows.delete(other);
    this.#changed([id, ...beside]);
    return entry;
  }

  /** Derives the rows of these miners again, because their model or the settings have changed. */
  renew(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#rows.delete(entry.stored.id);
      this.#notePolled(entry);
    }
    this.#changed(entries.map(({ stored }) => stored.id));
  }

  /** Writes what is new since the last call. After a failure it stays due. */
  save(): Promise<void> {
    return this.#unsaved.save();
  }

  /** Like `save`, of these miners only. */
  saveThese(ids: readonly string[]): Promise<void> {
    return this.#unsaved.saveThese(ids);
  }

  /** Resolves when a miner is in the database, so that its readings can be stored. */
  saveNewcomer(id: string): Promise<void> {
    return this.#unsaved.saveNewcomer(id);
  }

  #atItsAddress({ stored, latest }: Entry): AtItsAddress | null {
    const holder = this.#entries.get(this.#holders.of(stored) ?? '');
    if (holder === undefined) return null;
    const { id, ip, first_seen_at } = holder.stored;
    const isNew = first_seen_at > (latest?.recorded_at ?? stored.first_seen_at);
    return {
      miner_id: id,
      ip: ip ?? '',
      name: minerName(holder.stored),
      model_name: this.#options.modelOf(holder)?.name ?? null,
      since_at: isNew ? first_seen_at : null,
    };
  }

  #notePolled(entry: Entry): void {
    const { modelOf, driverOf, requireMaxPreset } = this.#options;
    const { eligible } = decideEligibility(entry, modelOf(entry), requireMaxPreset(), driverOf(entry));
    this.#polled.note(entry.stored.id, eligible);
    this.#usual.note(entry, eligible);
  }

  /** Reports the rows of these miners, and of those of which something else is usual now. */
  #changed(ids: readonly string[]): void {
    const isChanged = this.#usual.takeChanged();
    // Usually null: then the rows are not gone through.
    this.#options.onChanged(isChanged === null ? ids : this.#forgetRows(isChanged, ids));
  }

  #forgetRows(isChanged: (entry: Entry) => boolean, ids: readonly string[]): string[] {
    const changed = new Set(ids);
    for (const entry of this.#entries.values()) {
      if (!isChanged(entry)) continue;
      this.#rows.delete(entry.stored.id);
      changed.add(entry.stored.id);
    }
    return [...changed];
  }
}
