import type {
  ActivityEntry,
  Actor,
  Anomaly,
  Backup,
  ChainHistory,
  ChipHistory,
  Desktop,
  FleetHistory,
  Health,
  HistoryDiskUse,
  Licence,
  LiveEvent,
  LocalNetwork,
  Miner,
  MinerDetail,
  MinerHistory,
  MinerModel,
  MinerPatch,
  ModelHistory,
  RestStatus,
  Scan,
  Settings,
  SettingsPatch,
  Status,
  TargetsPreview,
  TelemetrySnapshot,
} from '../../src-shared/model/index.ts';
import type { ChipPlace } from '../history/chip-place.ts';
import type { HistorySpan } from '../history/plan-history.ts';
import type { ActivityFilter } from '../store/queries/activity-queries.ts';
import type { StatusRange } from '../store/store.ts';

/** A request that cannot be carried out, with the reason in the contract's own words. */
export type Refusal =
  | { readonly code: 'NOT_FOUND'; readonly message: string; readonly data: { readonly id: string } }
  | { readonly code: 'CONFLICT'; readonly message: string }
  | {
      readonly code: 'UNPROCESSABLE_CONTENT';
      readonly message: string;
      readonly data: { readonly path: string; readonly allowed?: string[] };
    };

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/**
 * What the contract's implementation needs of the program. The composition root provides it; tests may provide another. Each operation that changes
 * something takes who asks, and answers when the change and its entry in the audit are on disk.
 */
export interface Operations {
  readonly miners: {
    list(): Miner[];
    get(id: string): MinerDetail | null;
    update(id: string, patch: MinerPatch, actor: Actor): Promise<Result<Miner>>;
    remove(id: string, history: 'keep' | 'drop', actor: Actor): Promise<Result<{ removed: true }>>;
    replace(id: string, successorId: string, actor: Actor): Promise<Result<Miner>>;
    rescan(id: string): Promise<Result<Scan>>;
    /** Whether history is kept under this id: of every miner of the farm, and of one that was removed without it. */
    hasHistory(id: string): Promise<boolean>;
    statuses(id: string, range: StatusRange): Promise<Status[]>;
    telemetry(id: string, range: StatusRange): Promise<TelemetrySnapshot[]>;
  };
  readonly models: {
    list(): MinerModel[];
    setMaxPreset(alias: string, maxPreset: string | null, actor: Actor): Promise<Result<MinerModel>>;
  };
  /** Of miners and models that are known: the caller has looked. */
  readonly history: {
    fleet(span: HistorySpan): Promise<FleetHistory>;
    model(alias: string, span: HistorySpan): Promise<ModelHistory>;
    miner(id: string, span: HistorySpan): Promise<MinerHistory>;
    chain(id: string, chainId: number, span: HistorySpan): Promise<ChainHistory>;
    chip(id: string, chip: ChipPlace, span: HistorySpan): Promise<ChipHistory>;
    disk(): Promise<HistoryDiskUse>;
  };
  readonly scans: {
    start(targets: readonly string[] | null, actor: Actor): Result<{ scan_id: string }>;
    latest(): Scan | null;
    /** Done, aborted or failed: whichever scan ended last. */
    lastFinished(): Scan | null;
  };
  readonly anomalies: { list(): Anomaly[] };
  readonly settings: {
    get(): Settings;
    update(patch: SettingsPatch, actor: Actor): Promise<Result<Settings>>;
    localNetworks(): LocalNetwork[];
    previewTargets(targets: readonly string[]): TargetsPreview;
  };
  readonly rest: { status(): Promise<RestStatus> };
  /** The window, the tray and the system around them; every answer is a refusal where there is none. */
  readonly desktop: {
    get(): Desktop | null;
    setOpenAtLogin(on: boolean, actor: Actor): Promise<Result<Desktop>>;
    moveSecrets(actor: Actor): Promise<Result<Desktop>>;
    openMinerPage(id: string): Result<{ opened: boolean }>;
    openDemo(): Result<{ opened: boolean }>;
    checkForUpdates(): Result<{ asked: boolean }>;
  };
  readonly app: {
    health(): Health;
    /** The live stream for one caller: a snapshot in chunks, then changes; ends when the signal aborts or the program stops. */
    events(signal: AbortSignal, afterSeq: number | null): AsyncIterable<LiveEvent>;
    activity(filter: ActivityFilter): Promise<ActivityEntry[]>;
    backUp(actor: Actor): Promise<Result<Backup>>;
    licences(): Promise<Licence[] | null>;
  };
}
