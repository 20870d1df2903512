import { minerName } from '../../src-shared/miner/miner-name.ts';
import type {
  Actor,
  Anomaly,
  Condition,
  Miner,
  MinerDetail,
  MinerModel,
  PoolDecision,
  Preset,
  Problem,
  SeenPool,
} from '../../src-shared/model/index.ts';
import { rackOf } from '../../src-shared/place.ts';
import type { OwnPools } from '../../src-shared/pools/own-pools.ts';
import { anomaliesOf, byWeight, problemsOf } from '../conditions/anomalies.ts';
import { stopJudging } from '../conditions/condition-set.ts';
import type { DriverTraits, Recognised } from '../drivers/driver.ts';
import type { DeviceModel } from '../drivers/readings.ts';
import type { StoredModel } from '../store/store.ts';
import { MinerSecrets } from './credentials/miner-secrets.ts';
import { Decisions } from './decisions.ts';
import type { FleetOptions } from './fleet-options.ts';
import { FleetSites } from './fleet-sites.ts';
import { keepSince, keptSince } from './kept-since.ts';
import { KnownMiners } from './known-miners.ts';
import { BOARDS_NEVER_READ, type Entry, newEntry, silentSince } from './miner-entry.ts';
import { minerDetail, modelRow } from './miner-row.ts';
import { Catalogue } from './model-catalogue.ts';
import { OwnPoolsNow } from './own-pools-now.ts';
import { afterAcceptedPreset, afterLoad, afterMaxPreset, afterUndoneAcceptance } from './readings/after-reading.ts';
import { FleetReadings } from './readings/fleet-readings.ts';
import { type Seen, seenEntry, whatChanged } from './seen-miner.ts';

/**
 * The current state of the farm in memory, backed by the database. Discovery and polling report
 * here what they observe; the operations read from here. Observations are written in batches.
 */
export class Fleet {
  readonly secrets: MinerSecrets;
  /** Takes over what polls read. */
  readonly readings: FleetReadings;
  /** The operator's decisions. */
  readonly decisions: Decisions;
  readonly #options: FleetOptions;
  readonly #miners: KnownMiners;
  readonly #catalogue: Catalogue;
  readonly #ownPools: OwnPoolsNow;
  readonly #sites: FleetSites;
  #savedMs: number;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#savedMs = options.clock.monotonicMs();
    this.#catalogue = new Catalogue(options.store, options.record);
    this.#sites = new FleetSites(options.record);
    this.#miners = new KnownMiners({
      store: options.store,
      modelOf: (entry) => this.modelOf(entry),
      driverOf: (entry) => this.driverOf(entry),
      siteOf: ({ stored }) => this.#sites.get(stored.site_key),
      rackOf: ({ stored }) => {
        const path = rackOf(stored.place);
        return path === null ? null : options.rack(path);
      },
      requireMaxPreset: options.requireMaxPreset,
      telemetryMs: options.telemetryMs,
      onChanged: options.onMinersChanged,
      onStored: (id) => options.onStatusStored?.(id),
      onConditions: (stored, changed) => options.onConditions?.(stored, changed),
    });
    this.secrets = new MinerSecrets(this.#miners, options, options.secrets);
    this.#ownPools = new OwnPoolsNow({
      entries: () => this.#miners.all(),
      modelOf: (entry) => this.modelOf(entry),
      clock: options.clock,
    });
    const parts = { ...options, miners: this.#miners, catalogue: this.#catalogue };
    this.readings = new FleetReadings({ ...parts, ownPools: this.#ownPools });
    this.decisions = new Decisions({
      ...parts,
      encrypt: (plain) => this.secrets.encrypt(plain),
      acceptPreset: (entry, isAccepted) => {
        const after = isAccepted ? afterAcceptedPreset : afterUndoneAcceptance;
        return after(entry, this.modelOf(entry), options.telemetryMs());
      },
      onRemoved: (id) => {
        this.secrets.forget(id);
        options.onRemoved?.(id);
      },
    });
  }

  async load(): Promise<void> {
    const { store } = this.#options;
    const [{ sites, miners, models, latest }, poolsSet, poolDecisions, successors] = await Promise.all([
      store.loadFleet(),
      store.poolsSet(),
      store.poolDecisions(),
      store.successors(),
    ]);
    this.decisions.loadSuccessors(successors);
    this.#ownPools.know(poolsSet, null);
    this.#ownPools.decide(poolDecisions);
    this.#sites.load(sites);
    this.#catalogue.load(models);
    const entries = miners.map((stored) => newEntry(stored, latest.get(stored.id) ?? null));
    // All entries are loaded first, because each is judged by the pools of all.
    this.#miners.load(entries);
    const telemetryMs = this.#options.telemetryMs();
    this.#miners.load(
      entries.map((entry) => afterLoad(entry, this.modelOf(entry), telemetryMs, this.#ownPools.of(entry))),
    );
  }

  ids(): string[] {
    return this.#miners.ids();
  }

  entry(id: string): Entry | null {
    return this.#miners.get(id);
  }

  entries(): IterableIterator<Entry> {
    return this.#miners.all();
  }

  miner(id: string): Miner | null {
    return this.#miners.row(id);
  }

  miners(): Miner[] {
    return this.ids().map((id) => this.miner(id) as Miner);
  }

  /** Ids of the polled miners; the same array until one changes. */
  polledIds(): readonly string[] {
    return this.#miners.polled.list();
  }

  /** Counts of miners, without making their rows. */
  counts(): { total: number; online: number; managed: number; polled: number } {
    return this.#miners.counts();
  }

  detail(id: string): MinerDetail | null {
    const entry = this.#miners.get(id);
    const row = this.miner(id);
    return entry === null || row === null
      ? null
      : minerDetail(row, entry, this.modelOf(entry), this.#miners.conditions(id));
  }

  modelOf(entry: Entry): StoredModel | null {
    return this.#catalogue.get(entry.stored.model_alias);
  }

  /**
   * The driver of a miner; null if its firmware is not known, or this build has no driver for it.
   */
  driverOf({ stored }: Entry): DriverTraits | null {
    return this.#options.drivers.get(stored.firmware_kind);
  }

  /** The farm's own pools, as miners like this one are set; null if none can be named. */
  poolsSeen(): SeenPool[] {
    return this.#ownPools.seen();
  }

  /** What the operator says of pools, all of it. */
  notePoolsDecided(decided: readonly PoolDecision[]): void {
    this.#ownPools.decide(decided);
  }

  ownPoolsOf(entry: Entry): OwnPools | null {
    return this.#ownPools.of(entry);
  }

  model(alias: string): StoredModel | null {
    return this.#catalogue.get(alias);
  }

  modelRows(): MinerModel[] {
    const units = Map.groupBy(this.#miners.all(), ({ stored }) => stored.model_alias);
    return this.#catalogue.all().map((model) => modelRow(model, units.get(model.alias) ?? []));
  }

  /** The anomalies by the current readings, worst first. */
  anomalies(): Anomaly[] {
    return this.#listed(anomaliesOf).sort(byWeight);
  }

  /** All current problems, worst first. */
  problems(): Problem[] {
    return this.#listed(problemsOf).sort(byWeight);
  }

  #listed<T>(view: (conditions: readonly Condition[], miner: { id: string; name: string }) => T[]): T[] {
    return [...this.#miners.all()].flatMap(({ stored }) =>
      view(this.#miners.conditions(stored.id), { id: stored.id, name: minerName(stored) }),
    );
  }

  /** A miner responded at an address and was recognised by a driver. `info.mac` must be known. */
  upsertSeen(mac: string, ip: string, recognised: Recognised): Seen {
    const { clock } = this.#options;
    const now = { nowMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
    const before = this.#miners.get(mac);
    const ifNew = { site_key: this.#sites.own.site_key, managed: this.#options.manageNew() };
    this.#miners.set(seenEntry(before, { mac, ip, recognised, ...ifNew }, now));
    if (before === null) this.#options.onModelsChanged();
    return whatChanged(before, ip);
  }

  /** Other addresses that reported this MAC in the same scan; an empty list clears the conflict. */
  setConflict(id: string, otherIps: readonly string[]): void {
    const entry = this.#miners.get(id);
    if (entry === null) return;
    const known = entry.conflictSinceAt ?? keptSince(entry.stored, 'address_conflict');
    const conflictSinceAt = otherIps.length === 0 ? null : (known ?? this.#options.clock.nowMs());
    const stored = keepSince(entry.stored, 'address_conflict', conflictSinceAt);
    if (stored === entry.stored && entry.conflictIps.join() === otherIps.join()) return;
    this.#miners.set({ ...entry, stored, conflictIps: otherIps, conflictSinceAt });
  }

  markOffline(id: string): void {
    const entry = this.#miners.get(id);
    if (entry === null || entry.stored.ip === null) return;
    const since = silentSince(entry) ?? this.#options.clock.nowMs();
    const kept = keepSince(entry.stored, 'address_conflict', null);
    const stored = { ...kept, ip: null, offline_since_at: since };
    this.#miners.set({
      ...entry,
      stored,
      conflictIps: [],
      conflictSinceAt: null,
      boardConditions: stopJudging(entry.boardConditions),
      statusConditions: stopJudging(entry.statusConditions),
      boardsPoll: BOARDS_NEVER_READ,
      poll: { ...entry.poll, nextAttemptAt: null },
    });
  }

  /** Stores what `/model` and the preset list report. The operator's max preset stays. */
  setModel(alias: string, device: DeviceModel | null, presets: readonly Preset[] | null): void {
    this.#catalogue.learn(alias, device, presets);
    this.#modelChanged(alias);
  }

  /** The caller has checked that the model has the preset. */
  async setMaxPreset(alias: string, maxPreset: string | null, actor: Actor): Promise<MinerModel | null> {
    if (this.#catalogue.get(alias) === null) return null;
    await this.#catalogue.setMaxPreset(alias, maxPreset, actor);
    for (const entry of [...this.#miners.all()].filter(({ stored }) => stored.model_alias === alias)) {
      this.#miners.set(afterMaxPreset(entry, this.modelOf(entry), this.#options.telemetryMs()));
    }
    this.#modelChanged(alias);
    return this.modelRows().find((row) => row.alias === alias) ?? null;
  }

  /** Writes what is new since the last call. After a failure it stays due. */
  async save(): Promise<void> {
    this.#savedMs = this.#options.clock.monotonicMs();
    await this.#catalogue.save();
    await this.#miners.save();
  }

  /** Writes what is new of these miners. After a failure it stays due. */
  async saveMiners(ids: readonly string[]): Promise<void> {
    await this.#miners.saveThese(ids);
  }

  /** When `save` was last called (monotonic clock). */
  get savedMs(): number {
    return this.#savedMs;
  }

  /** Updates all rows, which depend on settings too. */
  settingsChanged(): void {
    this.#miners.renew([...this.#miners.all()]);
  }

  /** A rack was changed: the rows of its miners show its PDU and switch. */
  rackChanged(path: string): void {
    this.#miners.renew([...this.#miners.all()].filter(({ stored }) => rackOf(stored.place) === path));
  }

  /** Sets the id and name of this farm's site; on disk when it resolves. */
  async identify(id: string, name: string | null): Promise<void> {
    if (await this.#sites.identify(id, name, this.counts().total > 0)) this.settingsChanged();
  }

  /** The site of this farm. */
  site(): { readonly site_id: string; readonly name: string | null } {
    const { id, name } = this.#sites.own;
    return { site_id: id, name };
  }

  #modelChanged(alias: string): void {
    this.#options.onModelsChanged();
    this.#miners.renew([...this.#miners.all()].filter(({ stored }) => stored.model_alias === alias));
  }
}
