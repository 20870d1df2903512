import type { Anomaly, Miner, MinerDetail, MinerModel, MinerPatch, Preset } from '../../src-shared/model/index.ts';
import type { Clock } from '../clock.ts';
import type { DeviceInfo, DeviceModel, PerfReading, StatusReading } from '../firmware/readings.ts';
import type { SecretBox } from '../secret-box.ts';
import type { MinerDecision, Store, StoredMiner, StoredModel } from '../store/store.ts';
import { byWeight, findMinerAnomalies } from './anomalies.ts';
import type { BoardsReading } from './boards-reading.ts';
import { Catalogue } from './catalogue.ts';
import { decideEligibility } from './eligibility.ts';
import { type Entry, type KeyTrouble, type LiveStatus, NEVER_POLLED, newEntry } from './entry.ts';
import { isMeantToHash } from './hashing-state.ts';
import { minerDetail, minerRow, modelRow } from './miner-row.ts';
import { MinerSecrets } from './miner-secrets.ts';
import { PolledIds } from './polled-ids.ts';
import { anomaliesOf, lookedAt, setAside } from './standing.ts';
import { statusRecord } from './status-record.ts';

const SAVED_AT_ONCE = 200;

export interface FleetOptions {
  readonly store: Pick<
    Store,
    | 'loadFleet'
    | 'upsertMiners'
    | 'decideMiner'
    | 'resealSecrets'
    | 'upsertModels'
    | 'setMaxPreset'
    | 'recordMinerStatuses'
    | 'recordTelemetry'
  >;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly requireMaxPreset: () => boolean;
  /** Told after each change, with the ids of the rows that look different now. */
  readonly onMinersChanged: (ids: Iterable<string>) => void;
  readonly onModelsChanged: () => void;
}

/** What seeing a miner at an address changed. */
export type Sighting = { readonly isNew: boolean; readonly isBack: boolean; readonly movedFrom: string | null };

/**
 * The farm as PowerHive knows it now, in memory, with the database behind it. Everybody who learns something tells it here, and everybody
 * who asks is answered from here. A change of the operator is on disk before it is acknowledged; what was merely seen follows in batches.
 */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #catalogue: Catalogue;
  readonly #rows = new Map<string, Miner>();
  readonly #polled = new PolledIds();
  readonly #unsaved = new Set<string>();
  readonly #secrets: MinerSecrets;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#secrets = new MinerSecrets(options.secrets);
    this.#catalogue = new Catalogue(options.store);
  }

  async load(): Promise<void> {
    const { miners, models, latest } = await this.#options.store.loadFleet();
    this.#catalogue.load(models);
    for (const stored of miners) {
      const entry = newEntry(stored, latest.get(stored.id) ?? null);
      this.#entries.set(stored.id, entry);
      this.#notePolled(entry);
    }
  }

  ids(): string[] {
    return [...this.#entries.keys()];
  }

  entry(id: string): Entry | null {
    return this.#entries.get(id) ?? null;
  }

  entries(): IterableIterator<Entry> {
    return this.#entries.values();
  }

  miner(id: string): Miner | null {
    const entry = this.#entries.get(id);
    if (entry === undefined) return null;
    const known = this.#rows.get(id);
    if (known !== undefined) return known;
    const row = minerRow(entry, this.modelOf(entry), this.#options.requireMaxPreset());
    this.#rows.set(id, row);
    return row;
  }

  miners(): Miner[] {
    return this.ids().map((id) => this.miner(id) as Miner);
  }

  /** Who is polled: the same list as long as nothing changes. */
  polledIds(): readonly string[] {
    return this.#polled.list();
  }

  /** How many there are, without making their rows. */
  counts(): { total: number; online: number; managed: number; polled: number } {
    const counts = { total: this.#entries.size, online: 0, managed: 0, polled: this.#polled.size };
    for (const { stored } of this.#entries.values()) {
      if (stored.ip !== null) counts.online += 1;
      if (stored.managed) counts.managed += 1;
    }
    return counts;
  }

  detail(id: string): MinerDetail | null {
    const entry = this.#entries.get(id);
    const row = this.miner(id);
    return entry === undefined || row === null ? null : minerDetail(row, entry, this.modelOf(entry));
  }

  modelOf(entry: Entry): StoredModel | null {
    return this.#catalogue.get(entry.stored.model_alias);
  }

  model(alias: string): StoredModel | null {
    return this.#catalogue.get(alias);
  }

  modelRows(): MinerModel[] {
    const counts = new Map<string, number>();
    for (const { stored } of this.#entries.values()) {
      if (stored.model_alias !== null) counts.set(stored.model_alias, (counts.get(stored.model_alias) ?? 0) + 1);
    }
    return this.#catalogue.all().map((model) => modelRow(model, counts.get(model.alias) ?? 0));
  }

  anomalies(): Anomaly[] {
    return [...this.#entries.values()]
      .flatMap((entry) => anomaliesOf(entry, this.#polled.has(entry.stored.id)))
      .sort(byWeight);
  }

  /** A miner answered at an address with its identity. `info.mac` must be known. */
  sight(mac: string, ip: string, info: DeviceInfo): Sighting {
    const now = this.#options.clock.nowMs();
    const before = this.#entries.get(mac);
    const seen = {
      ip,
      last_ip: ip,
      hostname: info.hostname,
      model_alias: info.model_alias ?? before?.stored.model_alias ?? null,
      firmware_name: info.fw_name,
      firmware_version: info.fw_version,
      last_seen_at: now,
      offline_since_at: null,
    };
    const bootedAt = info.uptime_s === null ? null : now - info.uptime_s * 1000;
    if (before === undefined) {
      const stored: StoredMiner = {
        id: mac,
        managed: false,
        nickname: null,
        api_key_sealed: null,
        unlock_pass_sealed: null,
        first_seen_at: now,
        ...seen,
      };
      this.#set({ ...newEntry(stored, null), bootedAt });
      this.#options.onModelsChanged();
      return { isNew: true, isBack: false, movedFrom: null };
    }
    const wasAt = before.stored.ip;
    const moved = before.stored.last_ip !== null && before.stored.last_ip !== ip;
    this.#set({
      ...before,
      stored: { ...before.stored, ...seen },
      bootedAt,
      ...(wasAt === null && { poll: NEVER_POLLED }),
    });
    return { isNew: false, isBack: wasAt === null, movedFrom: moved ? before.stored.last_ip : null };
  }

  /** Other addresses that claimed this MAC in the same scan; none clears it. */
  setConflict(id: string, otherIps: readonly string[]): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.conflictIps.join() === otherIps.join()) return;
    this.#set({ ...entry, conflictIps: otherIps });
  }

  markOffline(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.stored.ip === null) return;
    const stored = { ...entry.stored, ip: null, offline_since_at: this.#options.clock.nowMs() };
    this.#set({
      ...entry,
      stored,
      conflictIps: [],
      boards: null,
      whole: null,
      poll: { ...entry.poll, nextAttemptAt: null },
    });
  }

  /** Every sealed secret of the farm, as it is stored. */
  *sealed(): Generator<string | null> {
    for (const { stored } of this.#entries.values()) {
      yield stored.api_key_sealed;
      yield stored.unlock_pass_sealed;
    }
  }

  /**
   * Seals every secret anew, all of them in one write, and from now on seals with that box. Answers how many cannot be opened: then
   * nothing was changed. If the write fails, what is sealed either way can be opened as before.
   */
  async reseal(to: SecretBox): Promise<number> {
    const closedCount = this.#secrets.turnTo(to, this.sealed());
    if (closedCount > 0) return closedCount;
    await this.save();
    // A password that was being changed meanwhile is sealed the old way still: it takes another round.
    for (;;) {
      const changes = this.#secrets.planReseal(this.#entries.values());
      if (changes.length === 0) break;
      await this.#options.store.resealSecrets(changes);
      for (const { id, column, before, after } of changes) {
        const entry = this.#entries.get(id);
        if (entry?.stored[column] === before) this.#set({ ...entry, stored: { ...entry.stored, [column]: after } });
      }
    }
    await this.save();
    return 0;
  }

  unlockPassword(id: string): string {
    return this.#secrets.unlockPassword(this.#entries.get(id)?.stored.unlock_pass_sealed ?? null);
  }

  apiKey(id: string): string | null {
    return this.#secrets.apiKey(id, this.#entries.get(id)?.stored.api_key_sealed ?? null);
  }

  setApiKey(id: string, key: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    const stored = { ...entry.stored, api_key_sealed: this.#secrets.seal(key) };
    this.#set({ ...entry, stored, keyTrouble: null, keySuspect: false });
  }

  setKeyTrouble(id: string, trouble: KeyTrouble | null): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) this.#set({ ...entry, keyTrouble: trouble });
  }

  suspectKey(id: string): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined && !entry.keySuspect) this.#set({ ...entry, keySuspect: true });
  }

  /** What `/model` and the preset list say. The operator's max preset stays. */
  async setModel(alias: string, device: DeviceModel | null, presets: readonly Preset[] | null): Promise<void> {
    const written = this.#catalogue.learn(alias, device, presets);
    this.#modelChanged(alias);
    await written;
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
    const entry = this.#entries.get(id);
    if (entry === undefined) return null;
    const changes: MinerDecision = {
      ...(patch.managed !== undefined && { managed: patch.managed }),
      ...(patch.nickname !== undefined && { nickname: patch.nickname === '' ? null : patch.nickname }),
      ...(patch.unlock_pass !== undefined && {
        unlock_pass_sealed: patch.unlock_pass === null ? null : this.#secrets.seal(patch.unlock_pass),
      }),
    };
    await this.#options.store.decideMiner(entry.stored, changes);
    // What was seen of the miner while the write was under way is newer: only what was decided is taken over.
    const now = this.#entries.get(id) ?? entry;
    this.#set({
      ...now,
      stored: { ...now.stored, ...changes },
      ...(patch.unlock_pass !== undefined && { keyTrouble: null }),
    });
    return this.miner(id);
  }

  /** A status was read: it is written, then shown. A failed write is thrown after the figures are shown. */
  async recordStatus(id: string, reading: StatusReading, perf: PerfReading | null): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    const now = this.#options.clock.nowMs();
    const record = statusRecord(entry, this.modelOf(entry), reading, perf, now);
    let statusId: number | null = null;
    let trouble: unknown = null;
    try {
      statusId = (await this.#options.store.recordMinerStatuses([record]))[0] ?? null;
    } catch (error) {
      trouble = error;
    }
    const latest: LiveStatus = { ...record, id: statusId };
    const present = this.#entries.get(id) ?? entry;
    this.#set({
      ...present,
      latest,
      whole: lookedAt(present.whole, findMinerAnomalies(record), now),
      boards: isMeantToHash(record.figures.state) ? present.boards : setAside(present.boards),
      ...(perf !== null && { preset: { name: perf.preset, readAt: now } }),
      stored: { ...present.stored, last_seen_at: now },
    });
    if (trouble !== null) throw trouble;
  }

  async recordBoards(id: string, { chains, found }: BoardsReading): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    const now = this.#options.clock.nowMs();
    const state = entry.latest?.figures.state ?? null;
    if (isMeantToHash(state)) this.#set({ ...entry, boards: lookedAt(entry.boards, found, now) });
    await this.#options.store.recordTelemetry([{ miner_id: id, recorded_at: now, status_id: null, chains }]);
  }

  pollSucceeded(id: string, nextAttemptAt: number | null): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    const poll = { lastSuccessAt: this.#options.clock.nowMs(), failures: 0, nextAttemptAt, lastError: null };
    this.#set({ ...entry, poll });
  }

  pollFailed(id: string, message: string, nextAttemptAt: number | null): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#set({
      ...entry,
      poll: { ...entry.poll, failures: entry.poll.failures + 1, lastError: message, nextAttemptAt },
    });
  }

  /** Writes what was seen since the last time, some at a time so that no poll waits for all of them. What cannot be written stays due. */
  async save(): Promise<void> {
    const seen = [...this.#unsaved];
    for (let first = 0; first < seen.length; first += SAVED_AT_ONCE) {
      const ids = seen.slice(first, first + SAVED_AT_ONCE);
      for (const id of ids) this.#unsaved.delete(id);
      try {
        await this.#options.store.upsertMiners(ids.flatMap((id) => this.#entries.get(id)?.stored ?? []));
      } catch (error) {
        for (const id of ids) this.#unsaved.add(id);
        throw error;
      }
    }
  }

  /** Rows depend on settings too. */
  settingsChanged(): void {
    this.#rows.clear();
    for (const entry of this.#entries.values()) this.#notePolled(entry);
    this.#options.onMinersChanged(this.ids());
  }

  #modelChanged(alias: string): void {
    const entries = [...this.#entries.values()].filter(({ stored }) => stored.model_alias === alias);
    const ids = entries.map(({ stored }) => stored.id);
    for (const id of ids) this.#rows.delete(id);
    for (const entry of entries) this.#notePolled(entry);
    this.#options.onModelsChanged();
    this.#options.onMinersChanged(ids);
  }

  #set(entry: Entry): void {
    const before = this.#entries.get(entry.stored.id);
    if (before?.stored !== entry.stored) this.#unsaved.add(entry.stored.id);
    this.#entries.set(entry.stored.id, entry);
    this.#rows.delete(entry.stored.id);
    this.#notePolled(entry);
    this.#options.onMinersChanged([entry.stored.id]);
  }

  #notePolled(entry: Entry): void {
    const { eligible } = decideEligibility(entry, this.modelOf(entry), this.#options.requireMaxPreset());
    this.#polled.note(entry.stored.id, eligible);
  }
}
