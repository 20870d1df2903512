import type {
  ActivityEntry,
  ChainHistoryPoint,
  ChipHistoryPoint,
  FiredRule,
  HistoryPoint,
  IncidentEvent,
  Maintenance,
  NewActivityEntry,
  OrderedPool,
  OwnPool,
  Rack,
  Status,
  Transition,
} from '../../src-shared/model/index.ts';
import type { ChipIdentity } from '../history/chip-identity.ts';
import type { GroupPlan, HistoryPlan } from '../history/plan-history.ts';
import type { ArgsOf } from '../runtime/threads/thread-calls.ts';
import { type CallsOf, call } from '../runtime/threads/thread-client.ts';
import type {
  AutomaticRun,
  IncidentFilter,
  IncidentRow,
  IncidentWrite,
  StoredChipDay,
  StoredRule,
} from './alert-records.ts';
import type { ChannelState, StoredChannel, StoredDelivery } from './channel-records.ts';
import type { DestinationProgress, StoredDestination } from './destination-records.ts';
import type { StoredJob, StoredJobItem } from './job-records.ts';
import type { ActivityQuery } from './queries/activity-queries.ts';
import type { StoredTiers } from './queries/disk-use.ts';
import type { FoundMarks, WantedMarks } from './queries/history-marks.ts';
import type { JobSecrets, RewrittenSecrets } from './queries/job-queries.ts';
import type { StoredMinerPassword } from './queries/miner-password-queries.ts';
import type { MinersSums } from './queries/miner-sum-queries.ts';
import type { SentMessage } from './queries/outbox-queries.ts';
import type { PackedTelemetry } from './queries/packed-telemetry.ts';
import type { StoredRemoteSite } from './queries/remote-site-queries.ts';
import type { RemovedHistory } from './queries/remove-miner.ts';
import type { StoredToken } from './queries/token-queries.ts';
import type {
  GroupSeries,
  MinerDecision,
  MissedSpan,
  ReencryptedSecret,
  StatusRange,
  StatusRecord,
  StoredMiner,
  StoredModel,
} from './records.ts';

/*
 * The calls that cross to a database thread as they are. A line here and its implementation
 * (prepare…Writes in queries/, or threads/reader.ts) is all that a new one needs.
 */

/** Writes: done when they resolve, in the order in which they were called. */
const PLAIN_WRITES = {
  /**
   * Inserts rows, or replaces what was seen in them, by id, all in one transaction. What the
   * operator decides is left as it is in a row that is there: what was seen is written late, and
   * may have been gathered before a decision.
   */
  upsertMiners: call<(miners: readonly StoredMiner[]) => void>(),
  /** Writes what the operator decided and nothing else; the whole row where there is none yet. */
  decideMiner: call<(miner: StoredMiner, decision: MinerDecision) => void>(),
  /**
   * Takes a miner out of the farm: what was read of it is dropped from now on. With `keep` its
   * history stays under its id; with `drop` it is not found any more, and is deleted bit by bit by
   * `compact`. What it gave to the sums of the farm stays either way.
   */
  removeMiner: call<(id: string, history: RemovedHistory) => void>(),
  /**
   * Puts a miner in the place of another, which goes, at once or not at all: the successor has its
   * decisions, and the history of both. Returns the decisions; null, and nothing is changed, where
   * one of them is no miner of the farm.
   */
  replaceMiner: call<(id: string, successorId: string) => MinerDecision | null>(),
  /**
   * Puts freshly encrypted texts in the place of old ones, all in one transaction; one that was
   * replaced meanwhile stays.
   */
  reencryptSecrets: call<(changes: readonly ReencryptedSecret[]) => void>(),
  /**
   * Inserts or updates models and replaces their presets; `max_preset` is written only by
   * `setMaxPreset`.
   */
  upsertModels: call<(models: readonly Omit<StoredModel, 'max_preset'>[]) => void>(),
  setMaxPreset: call<(alias: string, maxPreset: string | null) => void>(),
  /**
   * Writes statuses of many miners at once: returns the new ids in order, and moves each miner's
   * latest_status_id.
   */
  recordMinerStatuses: call<(records: readonly StatusRecord[]) => number[]>(),
  recordTelemetry: call<(records: readonly PackedTelemetry[]) => void>(),
  /** With `isSynced` they, and all that was written before, outlive a power cut once it resolves. */
  recordActivity: call<(entries: readonly NewActivityEntry[], isSynced?: boolean) => ActivityEntry[]>(),
  /** A job with all of its miners, at once or not at all. */
  createJob: call<(job: StoredJob, items: readonly StoredJobItem[]) => void>(),
  /** Miners of a job as they are now; rejects where one is not of the job. */
  updateJobItems: call<(jobId: string, items: readonly StoredJobItem[]) => void>(),
  /** No miner has this pool from a job any more. False where none had. */
  forgetPool: call<(pool: OrderedPool) => boolean>(),
  keepJobBackup: call<(jobId: string, minerId: string, bytes: Uint8Array) => void>(),
  /** State, reason, waves and end of a job. */
  updateJob: call<(job: StoredJob) => void>(),
  /**
   * Puts freshly encrypted columns of jobs in the place of old ones; what was replaced meanwhile
   * stays.
   */
  rewriteJobSecrets: call<(rows: readonly RewrittenSecrets[]) => void>(),
  upsertTransition: call<(transition: Transition) => void>(),
  /** Incidents as they are now, with what is new of each, all of them at once or none. */
  saveIncidents: call<(writes: readonly IncidentWrite[]) => void>(),
  /** Keeps the chips of a day with what is said of them, all or nothing; days before `keptFrom` go. */
  keepChipDay: call<(day: StoredChipDay, keptFrom: number, deliveries: readonly StoredDelivery[]) => void>(),
  saveRule: call<(rule: StoredRule) => void>(),
  removeRule: call<(id: string) => void>(),
  addMaintenance: call<(maintenance: Maintenance) => void>(),
  /** False where there is no such time. */
  removeMaintenance: call<(id: string) => boolean>(),
  addToken: call<(token: StoredToken) => void>(),
  /** False where there is no such token. */
  removeToken: call<(id: string) => boolean>(),
  /** Gives the default site its id and name. */
  identifySite: call<(id: string, name: string | null) => void>(),
  noteTokenUse: call<(id: string, at: number) => void>(),
  addDestination: call<(destination: StoredDestination) => void>(),
  /** All that the operator decides, and the position. False where there is no such destination. */
  changeDestination: call<(destination: StoredDestination) => boolean>(),
  moveDestination: call<(id: string, progress: DestinationProgress) => void>(),
  /** False where there is no such destination. */
  removeDestination: call<(id: string) => boolean>(),
  upsertChannel: call<(channel: StoredChannel) => void>(),
  /** False where there is no such channel. What was still to be sent there is skipped. */
  removeChannel: call<(id: string) => boolean>(),
  noteChannelState: call<(id: string, state: ChannelState) => void>(),
  reencryptChannels: call<(changes: readonly { id: string; before: string; after: string }[]) => void>(),
  /** Puts messages into the outbox; returns the ids of those that were not there yet. */
  addDeliveries: call<(deliveries: readonly StoredDelivery[]) => string[]>(),
  updateDeliveries: call<(deliveries: readonly StoredDelivery[]) => void>(),
  /** Puts a digest into the outbox, and what it is made of out of the way, at once. */
  addDigest: call<(digest: StoredDelivery, parts: readonly StoredDelivery[]) => void>(),
  /** Deletes at most so many rows of what ended before; returns how many. */
  pruneOutbox: call<(before: number, most: number) => number>(),
  putMinerPassword: call<(password: StoredMinerPassword) => void>(),
  /** False where there is no such password. */
  removeMinerPassword: call<(id: string) => boolean>(),
  /** Puts these in the place of all that there are: their order is the order of the list. */
  replaceMinerPasswords: call<(passwords: readonly StoredMinerPassword[]) => void>(),
  /** Inserts it, or replaces all but its name. */
  putRack: call<(rack: Rack) => void>(),
  /** False where there is no such rack. */
  removeRack: call<(id: string) => boolean>(),
  /** Times in which a miner was not read, to be filled from its own memory. */
  addGaps: call<(gaps: readonly MissedSpan[]) => void>(),
  /** Those that are filled, or for which a miner remembers nothing. */
  removeGaps: call<(gaps: readonly MissedSpan[]) => void>(),
  putRemoteSite: call<(site: StoredRemoteSite) => void>(),
  /** False where there is no such site. */
  removeRemoteSite: call<(id: string) => boolean>(),
};

/** A write that can be made together with entries of the activity. */
export type RecordedCall = Exclude<keyof typeof PLAIN_WRITES, 'recordActivity'>;
export type RecordedWrites = Pick<CallsOf<typeof PLAIN_WRITES>, RecordedCall>;
export type RecordedChange = {
  readonly [K in RecordedCall]: { readonly call: K; readonly args: ArgsOf<RecordedWrites[K]> };
}[RecordedCall];

/** What the write returned, and the entries as they were written. */
export interface ChangeResult {
  readonly value: unknown;
  readonly entries: ActivityEntry[];
}

export const WRITES = {
  ...PLAIN_WRITES,
  /**
   * One of the others together with the entries that say so, in one transaction: both are on disk,
   * or neither, also after a power cut. A write that returns null or false has changed nothing, and
   * no entry is written.
   */
  recordChange: call<(entries: readonly NewActivityEntry[], change: RecordedChange) => ChangeResult>(),
};

/** Reads: they never wait for a write. */
export const READS = {
  /** Whether history is kept under an id, also of a miner that was removed. */
  hasHistory: call<(minerId: string) => boolean>(),
  /** Newest first. */
  statuses: call<(minerId: string, range: StatusRange) => Status[]>(),
  /** Points in ascending order; a slot in which nothing was read is absent. */
  minerHistory: call<(minerId: string, plan: HistoryPlan) => HistoryPoint[]>(),
  chainHistory: call<(minerId: string, chainId: number, plan: HistoryPlan) => ChainHistoryPoint[]>(),
  chipHistory: call<(minerId: string, chip: ChipIdentity, plan: HistoryPlan) => ChipHistoryPoint[]>(),
  /** Sums over all miners, or over those of a model, by algorithm. */
  groupHistory: call<(modelAlias: string | null, plan: GroupPlan) => GroupSeries[]>(),
  /**
   * Sums over these miners, by algorithm, at the width of the plan's tier. Some hundreds at a time.
   */
  minersSums: call<(minerIds: readonly string[], plan: GroupPlan) => MinersSums[]>(),
  /**
   * Whether anything from before `toAt` and after `fromAt` was filled from the memory of a miner.
   */
  hasFilled: call<(fromAt: number, toAt: number) => boolean>(),
  /** What happened in a span to these miners, or to the farm as a whole, the oldest first. */
  historyMarks: call<(wanted: WantedMarks) => FoundMarks>(),
  activity: call<(filter: ActivityQuery) => ActivityEntry[]>(),
  diskUse: call<() => StoredTiers>(),
  /** The newest first. */
  jobs: call<(limit: number) => StoredJob[]>(),
  job: call<(jobId: string) => { job: StoredJob; items: StoredJobItem[] } | null>(),
  /** Those that were under way when the program ended. */
  openJobs: call<() => string[]>(),
  /** The pools that jobs set last on miners of the farm, what most of them have first. */
  poolsSet: call<() => OwnPool[]>(),
  jobSecrets: call<(table: JobSecrets['table'], after: number, most: number) => JobSecrets[]>(),
  transitions: call<() => Transition[]>(),
  tokens: call<() => StoredToken[]>(),
  destinations: call<() => StoredDestination[]>(),
  /** The last of the ranges that were filled; 0 where there is none. */
  lastFillId: call<() => number>(),
  channels: call<() => StoredChannel[]>(),
  /** What is to be sent, and what is kept for a digest, the oldest first. */
  openDeliveries: call<() => StoredDelivery[]>(),
  /** Everything about these incidents, the oldest first, without what was said. */
  deliveriesOf: call<(incidentIds: readonly string[]) => StoredDelivery[]>(),
  /** When messages that are not critical were sent since then. */
  recentSends: call<(since: number) => { channel_id: string; sent_at: number }[]>(),
  /** The newest message about an incident on a channel that can be edited. */
  sentMessage: call<(channelId: string, incidentId: string) => SentMessage | null>(),
  /** In the order in which they are tried. */
  minerPasswords: call<() => StoredMinerPassword[]>(),
  racks: call<() => Rack[]>(),
  /** What is still to be filled, the oldest first. */
  gaps: call<() => MissedSpan[]>(),
  remoteSites: call<() => StoredRemoteSite[]>(),
  /** The newest first. */
  incidents: call<(filter: IncidentFilter) => IncidentRow[]>(),
  incident: call<(incidentId: string) => (IncidentRow & { readonly timeline: readonly IncidentEvent[] }) | null>(),
  /** By the rule: how many incidents that opened since then had a fault of it, and the last. */
  firedCounts: call<(sinceAt: number) => FiredRule[]>(),
  /** What rules began by themselves since then. */
  automaticRuns: call<(sinceAt: number) => AutomaticRun[]>(),
  rules: call<() => StoredRule[]>(),
  maintenance: call<() => Maintenance[]>(),
  chipDays: call<() => StoredChipDay[]>(),
};

export type StoreWrites = CallsOf<typeof WRITES>;
export type StoreReads = CallsOf<typeof READS>;
