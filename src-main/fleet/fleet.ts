import { minerName } from '../../src-shared/miner-name.ts';
import type { Anomaly, Miner, MinerDetail, MinerModel, MinerPatch, Preset } from '../../src-shared/model/index.ts';
import { anomaliesOf, byWeight } from '../conditions/anomalies.ts';
import type { BoardsBackground } from '../conditions/board-conditions.ts';
import type { ChangedConditions } from '../conditions/changed-conditions.ts';
import { pause } from '../conditions/condition-set.ts';
import type { DriverTraits, Recognised } from '../drivers/driver.ts';
import type { DeviceInfo, DeviceModel, PerfReading, StatusReading } from '../drivers/readings.ts';
import type { DriverRegistry } from '../drivers/registry.ts';
import type { Clock } from '../runtime/clock.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { RemovedHistory } from '../store/queries/miner-life.ts';
import type { PackedTelemetry } from '../store/queries/packed-telemetry.ts';
import type { MinerDecision, StatusRecord, Store, StoredMiner, StoredModel, StoredSite } from '../store/store.ts';
import { afterBoards, afterLoad, afterStatus, afterUnreadBoards } from './after-reading.ts';
import type { BoardsReading } from './boards-reading.ts';
import { Catalogue } from './catalogue.ts';
import { BOARDS_NEVER_READ, type Entry, type LiveStatus, NEVER_POLLED, newEntry } from './entry.ts';
import { KnownMiners } from './known-miners.ts';
import { minerDetail, modelRow } from './miner-row.ts';
import { MinerSecrets } from './miner-secrets.ts';
import { statusRecord } from './status-record.ts';
import { unitHardware } from './unit-hardware.ts';

/** Uptimes are told in minutes. */
const BOOT_JITTER_MS = 120_000;

/** Takes readings to the disk, behind the polls that brought them. */
export interface ReadingsWriter {
  status(record: StatusRecord, onWritten: (id: number) => void): void;
  boards(record: PackedTelemetry): void;
}

export interface FleetOptions {
  readonly store: Pick<
    Store,
    | 'loadFleet'
    | 'upsertMiners'
    | 'decideMiner'
    | 'removeMiner'
    | 'replaceMiner'
    | 'reencryptSecrets'
    | 'upsertModels'
    | 'setMaxPreset'
  >;
  /** Where readings are recorded, which never delays nor fails a poll. */
  readonly history: ReadingsWriter;
  readonly secrets: SecretBox;
  readonly drivers: Pick<DriverRegistry, 'get'>;
  readonly clock: Clock;
  readonly requireMaxPreset: () => boolean;
  /** How often boards are read, in milliseconds. */
  readonly telemetryMs: () => number;
  /** Told after each change, with the ids of the rows that look different now. */
  readonly onMinersChanged: (ids: Iterable<string>) => void;
  readonly onModelsChanged: () => void;
  /** Called when something begins or ceases to be wrong with a miner. */
  readonly onConditions?: (miner: StoredMiner, changed: ChangedConditions) => void;
}

/** What seeing a miner at an address changed. */
export type Seen = { readonly isNew: boolean; readonly isBack: boolean; readonly movedFrom: string | null };

/**
 * The farm as PowerHive knows it now, in memory, with the database behind it. Everybody who learns something tells it here, and everybody
 * who asks is answered from here. A change of the operator is on disk before it is acknowledged; what was merely seen follows in batches.
 */
export class Fleet {
  readonly secrets: MinerSecrets;
  readonly #options: FleetOptions;
  readonly #miners: KnownMiners;
  readonly #catalogue: Catalogue;
  #sites: readonly StoredSite[] = [];

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#catalogue = new Catalogue(options.store);
    this.#miners = new KnownMiners({
      store: options.store,
      modelOf: (entry) => this.modelOf(entry),
      driverOf: (entry) => this.driverOf(entry),
      siteIdOf: ({ stored }) => this.#site(stored.site_key).id,
      requireMaxPreset: options.requireMaxPreset,
      telemetryMs: options.telemetryMs,
      onChanged: options.onMinersChanged,
      onConditions: (stored, changed) => options.onConditions?.(stored, changed),
    });
    this.secrets = new MinerSecrets(this.#miners, options.store, options.secrets);
  }

  async load(): Promise<void> {
    const { sites, miners, models, latest } = await this.#options.store.loadFleet();
    this.#sites = sites;
    this.#catalogue.load(models);
    for (const stored of miners) {
      const entry = newEntry(stored, latest.get(stored.id) ?? null);
      this.#miners.load(afterLoad(entry, this.modelOf(entry), this.#options.telemetryMs()));
    }
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

  /** Who is polled: the same list as long as nothing changes. */
  polledIds(): readonly string[] {
    return this.#miners.polled.list();
  }

  /** How many there are, without making their rows. */
  counts(): { total: number; online: number; managed: number; polled: number } {
    const counts = { total: this.#miners.size, online: 0, managed: 0, polled: this.#miners.polled.size };
    for (const { stored } of this.#miners.all()) {
      if (stored.ip !== null) counts.online += 1;
      if (stored.managed) counts.managed += 1;
    }
    return counts;
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

  /** What reads a miner; null where its firmware is not known, or this build has no driver for it. */
  driverOf({ stored }: Entry): DriverTraits | null {
    return this.#options.drivers.get(stored.firmware_kind);
  }

  model(alias: string): StoredModel | null {
    return this.#catalogue.get(alias);
  }

  modelRows(): MinerModel[] {
    const units = Map.groupBy(this.#miners.all(), ({ stored }) => stored.model_alias);
    return this.#catalogue.all().map((model) => modelRow(model, units.get(model.alias) ?? []));
  }

  anomalies(): Anomaly[] {
    return [...this.#miners.all()]
      .flatMap(({ stored }) =>
        anomaliesOf(this.#miners.conditions(stored.id), { id: stored.id, name: minerName(stored) }),
      )
      .sort(byWeight);
  }

  /** A miner answered at an address with its identity, read by a driver of that kind. `info.mac` must be known. */
  upsertSeen(mac: string, ip: string, { kind, info }: Recognised): Seen {
    const now = this.#options.clock.nowMs();
    const before = this.#miners.get(mac);
    const seen = {
      ip,
      last_ip: ip,
      label: info.label,
      hostname: info.hostname,
      model_alias: info.model_alias ?? before?.stored.model_alias ?? null,
      firmware_kind: kind,
      firmware_name: info.fw_name,
      firmware_version: info.fw_version,
      last_seen_at: now,
      offline_since_at: null,
    };
    const told = { hr_measure: info.hr_measure, algorithm: info.algorithm };
    const bootedAt = info.uptime_s === null ? null : now - info.uptime_s * 1000;
    if (before === null) {
      const stored: StoredMiner = {
        id: mac,
        site_key: this.#site(null).site_key,
        managed: false,
        nickname: null,
        api_key_sealed: null,
        unlock_pass_sealed: null,
        first_seen_at: now,
        tuned_presets: null,
        fans_turned: false,
        ...seen,
      };
      this.#miners.set({ ...newEntry(stored, null), bootedAt, infoReadAt: now, told });
      this.#options.onModelsChanged();
      return { isNew: true, isBack: false, movedFrom: null };
    }
    const wasAt = before.stored.ip;
    const moved = before.stored.last_ip !== null && before.stored.last_ip !== ip;
    this.#miners.set({
      ...before,
      stored: { ...before.stored, ...seen },
      bootedAt,
      infoReadAt: now,
      told,
      ...(mayBeOtherHardware(before, info, bootedAt) && { device: null }),
      ...(wasAt === null && { poll: NEVER_POLLED }),
    });
    return { isNew: false, isBack: wasAt === null, movedFrom: moved ? before.stored.last_ip : null };
  }

  /** Other addresses that claimed this MAC in the same scan; none clears it. */
  setConflict(id: string, otherIps: readonly string[]): void {
    const entry = this.#miners.get(id);
    if (entry === null || entry.conflictIps.join() === otherIps.join()) return;
    const sinceAt = entry.conflictSinceAt ?? this.#options.clock.nowMs();
    this.#miners.set({ ...entry, conflictIps: otherIps, conflictSinceAt: otherIps.length === 0 ? null : sinceAt });
  }

  markOffline(id: string): void {
    const entry = this.#miners.get(id);
    if (entry === null || entry.stored.ip === null) return;
    const stored = { ...entry.stored, ip: null, offline_since_at: this.#options.clock.nowMs() };
    this.#miners.set({
      ...entry,
      stored,
      conflictIps: [],
      conflictSinceAt: null,
      boardConditions: pause(entry.boardConditions),
      statusConditions: pause(entry.statusConditions),
      boardsPoll: BOARDS_NEVER_READ,
      poll: { ...entry.poll, nextAttemptAt: null },
    });
  }

  /** What `/model` and the preset list say. The operator's max preset stays. */
  setModel(alias: string, device: DeviceModel | null, presets: readonly Preset[] | null): void {
    this.#catalogue.learn(alias, device, presets);
    this.#modelChanged(alias);
  }

  /** Which presets a unit has tuned, from its own list. */
  setTunedPresets(id: string, presets: readonly Preset[]): void {
    const entry = this.#miners.get(id);
    if (entry === null) return;
    const tuned_presets = presets.filter(({ status }) => status === 'tuned').map(({ name }) => name);
    if (entry.stored.tuned_presets?.join('\n') === tuned_presets.join('\n')) return;
    this.#miners.set({ ...entry, stored: { ...entry.stored, tuned_presets } });
    this.#options.onModelsChanged();
  }

  /** The caller has checked that the preset is one of the model's. */
  async setMaxPreset(alias: string, maxPreset: string | null): Promise<MinerModel | null> {
    if (this.#catalogue.get(alias) === null) return null;
    await this.#catalogue.setMaxPreset(alias, maxPreset);
    this.#modelChanged(alias);
    return this.modelRows().find((row) => row.alias === alias) ?? null;
  }

  /** Carries out what the operator decides; resolves when it is on disk, and changes nothing if it cannot be. */
  async patch(id: string, patch: MinerPatch): Promise<Miner | null> {
    const entry = this.#miners.get(id);
    if (entry === null) return null;
    const changes: MinerDecision = {
      ...(patch.managed !== undefined && { managed: patch.managed }),
      ...(patch.nickname !== undefined && { nickname: patch.nickname === '' ? null : patch.nickname }),
      ...(patch.unlock_pass !== undefined && {
        unlock_pass_sealed: patch.unlock_pass === null ? null : this.secrets.encrypt(patch.unlock_pass),
      }),
    };
    await this.#options.store.decideMiner(entry.stored, changes);
    // What was seen of the miner while the write was under way is newer: only what was decided is taken over.
    const now = this.#miners.get(id);
    if (now === null) return null;
    this.#miners.set({
      ...now,
      stored: { ...now.stored, ...changes },
      ...(patch.unlock_pass !== undefined && { keyTrouble: null }),
    });
    return this.miner(id);
  }

  /**
   * Takes a miner out of the farm; false if there is none. It leaves at once, so that a poll or a scan that is under way has nowhere to put
   * what it finds; it is back if the database refuses.
   */
  async remove(id: string, history: RemovedHistory): Promise<boolean> {
    const entry = this.#miners.remove(id);
    if (entry === null) return false;
    await this.#orBack(entry, () => this.#options.store.removeMiner(id, history));
    this.#options.onModelsChanged();
    return true;
  }

  /** Puts a miner in the place of another, which goes: it has its name, decisions and history then. Null if one of them is not known. */
  async replace(id: string, successorId: string): Promise<Miner | null> {
    if (this.#miners.get(id) === null || this.#miners.get(successorId) === null) return null;
    // Who was just found is not in the database yet.
    await this.#miners.save();
    const entry = this.#miners.remove(id);
    if (entry === null) return null;
    const decided = await this.#orBack(entry, () => this.#options.store.replaceMiner(id, successorId));
    this.#options.onModelsChanged();
    const successor = this.#miners.get(successorId);
    if (decided === null || successor === null) return null;
    this.#miners.set({ ...successor, stored: { ...successor.stored, ...decided }, keyTrouble: null });
    return this.miner(successorId);
  }

  async #orBack<T>(entry: Entry, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (this.#miners.get(entry.stored.id) === null) this.#miners.set(entry);
      throw error;
    }
  }

  /** A status was read: it is shown, then written. */
  recordStatus(id: string, reading: StatusReading, perf: PerfReading | null): void {
    const entry = this.#miners.get(id);
    if (entry === null) return;
    const now = this.#options.clock.nowMs();
    const record = statusRecord(entry, this.modelOf(entry), reading, perf, now);
    const latest: LiveStatus = { ...record, id: null };
    this.#miners.set({
      ...afterStatus(entry, latest, this.modelOf(entry), this.#options.telemetryMs()),
      ...(perf !== null && { preset: { name: perf.preset, readAt: now } }),
    });
    this.#options.history.status(record, (statusId) => {
      const present = this.#miners.get(id);
      if (present?.latest === latest) this.#miners.set({ ...present, latest: { ...latest, id: statusId } });
    });
  }

  /** What the unit's own `/model` says. */
  setDevice(id: string, device: DeviceModel): void {
    const entry = this.#miners.get(id);
    if (entry !== null) this.#miners.set({ ...entry, device });
  }

  /** What is known of a miner's boards before they are read. */
  boardsBackground(entry: Entry): BoardsBackground {
    return {
      minerState: entry.latest?.figures.state ?? null,
      boardStates: entry.latest?.chains.map(({ chain_id, state }) => ({ chain_id, state })) ?? [],
      chipsPerBoard: unitHardware(entry, this.modelOf(entry)).own_chips_per_chain,
    };
  }

  /** The boards of a miner could not be read. */
  boardsFailed(id: string, message: string, missing: boolean): void {
    const entry = this.#miners.get(id);
    if (entry !== null) this.#miners.set(afterUnreadBoards(entry, message, missing, this.#options.clock.nowMs()));
  }

  recordBoards(id: string, reading: BoardsReading): void {
    const entry = this.#miners.get(id);
    if (entry === null) return;
    const now = this.#options.clock.nowMs();
    this.#miners.set(afterBoards(entry, reading, now));
    this.#options.history.boards({ miner_id: id, recorded_at: now, status_id: null, chains: reading.chains });
  }

  pollSucceeded(id: string, nextAttemptAt: number | null): void {
    const entry = this.#miners.get(id);
    if (entry === null) return;
    const poll = { ...NEVER_POLLED, lastSuccessAt: this.#options.clock.nowMs(), nextAttemptAt };
    this.#miners.set({ ...entry, poll });
  }

  pollFailed(id: string, message: string, nextAttemptAt: number | null): void {
    const entry = this.#miners.get(id);
    if (entry === null) return;
    this.#miners.set({
      ...entry,
      poll: {
        ...entry.poll,
        failures: entry.poll.failures + 1,
        failingSinceAt: entry.poll.failingSinceAt ?? this.#options.clock.nowMs(),
        lastError: message,
        nextAttemptAt,
      },
    });
  }

  /** This computer itself could not ask: that counts as no failure of the miner. */
  pollNotTried(id: string, message: string, nextAttemptAt: number | null): void {
    const entry = this.#miners.get(id);
    if (entry !== null) this.#miners.set({ ...entry, poll: { ...entry.poll, lastError: message, nextAttemptAt } });
  }

  /** Writes what was seen since the last time. What cannot be written stays due. */
  async save(): Promise<void> {
    await this.#catalogue.save();
    await this.#miners.save();
  }

  /** Rows depend on settings too. */
  settingsChanged(): void {
    this.#miners.renew([...this.#miners.all()]);
  }

  /** A site by its key; with null the default one, where what a scan finds stands. */
  #site(key: number | null): StoredSite {
    const site = key === null ? this.#sites[0] : this.#sites.find(({ site_key }) => site_key === key);
    if (site === undefined) throw new Error(`The database has no site${key === null ? '' : ` ${key}`}.`);
    return site;
  }

  #modelChanged(alias: string): void {
    this.#options.onModelsChanged();
    this.#miners.renew([...this.#miners.all()].filter(({ stored }) => stored.model_alias === alias));
  }
}

/** A restart or another firmware may have brought other boards; so may an absence. */
function mayBeOtherHardware(before: Entry, info: DeviceInfo, bootedAt: number | null): boolean {
  const restarted = bootedAt !== null && before.bootedAt !== null && bootedAt - before.bootedAt > BOOT_JITTER_MS;
  return before.stored.ip === null || before.stored.firmware_version !== info.fw_version || restarted;
}
