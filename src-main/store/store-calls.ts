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
  PauseEnd,
  PoolDecision,
  Rack,
  Status,
  Transition,
} from '../../src-shared/model/index.ts';
import type { ChipIdentity } from '../history/chip-identity.ts';
import type { MonitoredSlots } from '../history/monitored-slots.ts';
import type { GroupPlan, HistoryPlan } from '../history/plan-history.ts';
import type { ArgsOf } from '../runtime/threads/thread-calls.ts';
import { type CallsOf, call } from '../runtime/threads/thread-client.ts';
import type {
  AutomaticRun,
  IncidentFilter,
  IncidentRow,
  IncidentWrite,
  JobOnMiners,
  PastCures,
  StoredChipDay,
  StoredRule,
} from './alert-records.ts';
import type { ChannelState, StoredChannel, StoredDelivery } from './channel-records.ts';
import type { DestinationProgress, StoredDestination } from './destination-records.ts';
import type { LaterOrder, StoredJob, StoredJobItem } from './job-records.ts';
import type {
  GroupSeries,
  MinerDecision,
  MissedSpan,
  ReencryptedSecret,
  StatusRange,
  StatusRecord,
  StoredMiner,
  StoredModel,
} from './miner-records.ts';
import type { ActivityQuery } from './queries/activity-queries.ts';
import type { FarmSlot, StoredDay } from './queries/history/day-queries.ts';
import type { StoredTiers } from './queries/history/disk-use.ts';
import type { BlockSpan } from './queries/history/history-blocks.ts';
import type { FoundMarks, WantedMarks } from './queries/history/history-marks.ts';
import type { MinerSlots } from './queries/history/miner-slots.ts';
import type { MinersSums } from './queries/history/miner-sum-queries.ts';
import type { MonitoredNow } from './queries/history/monitored-queries.ts';
import type { PackedTelemetry } from './queries/history/packed-telemetry.ts';
import type { JobSecrets, RewrittenSecrets } from './queries/job-secret-queries.ts';
import type { StoredMinerPassword } from './queries/miner-password-queries.ts';
import type { SentMessage } from './queries/outbox-queries.ts';
import type { StoredRemoteSite } from './queries/remote-site-queries.ts';
import type { RemovedHistory } from './queries/remove-miner.ts';
import type { StoredToken } from './queries/token-queries.ts';
import type { Replacement, UndoneReplacement } from './replacement-records.ts';

/*
 * The calls that are passed to a database thread unchanged. A new one needs a line here and its
 * implementation (prepare…Writes in queries/, or threads/reader.ts).
 */

/** Writes: committed when they resolve, in the order of the calls. */
const PLAIN_WRITES = {
  /**
   * Inserts miners, or updates what was seen of them, by id, in one transaction. Decisions of the
   * operator in an existing row are not changed: what was seen is written late, and may be from
   * before a decision.
   */
  upsertMiners: call<(miners: readonly StoredMiner[]) => void>(),
  /** Writes only decisions of the operator; the whole row if there is none yet. */
  decideMiner: call<(miner: StoredMiner, decision: MinerDecision) => void>(),
  /**
   * Removes a miner from the farm: its readings are ignored from now on. With `keep` its history
   * stays under its id; with `drop` it is no longer found, and `compact` deletes it gradually. Its
   * part of the farm's sums stays in both cases.
   */
  removeMiner: call<(id: string, history: RemovedHistory) => void>(),
  /**
   * Replaces a miner with another, in one transaction: the successor has its decisions, and the
   * history of both. Returns the decisions; null, without a change, if one of them is not a miner
   * of the farm.
   */
  replaceMiner: call<(id: string, successorId: string) => MinerDecision | null>(),
  /** Undoes the latest replacement of a miner, in one transaction. Rejects if that is not possible. */
  undoReplaceMiner: call<(id: string) => UndoneReplacement>(),
  /** Replaces encrypted texts, in one transaction. One that was replaced in the meantime stays. */
  reencryptSecrets: call<(changes: readonly ReencryptedSecret[]) => void>(),
  /**
   * Inserts or updates models and replaces their presets. `max_preset` is written only by
   * `setMaxPreset`.
   */
  upsertModels: call<(models: readonly Omit<StoredModel, 'max_preset'>[]) => void>(),
  setMaxPreset: call<(alias: string, maxPreset: string | null) => void>(),
  /**
   * Writes statuses of many miners: returns the new ids in order, and updates each miner's
   * latest_status_id.
   */
  recordMinerStatuses: call<(records: readonly StatusRecord[]) => number[]>(),
  recordTelemetry: call<(records: readonly PackedTelemetry[]) => void>(),
  /** With `isSynced` these and all earlier writes survive a power cut once it resolves. */
  recordActivity: call<(entries: readonly NewActivityEntry[], isSynced?: boolean) => ActivityEntry[]>(),
  /** A job with all of its miners, in one transaction. */
  createJob: call<(job: StoredJob, items: readonly StoredJobItem[]) => void>(),
  /** Updates miners of a job; rejects if one is not in the job. */
  updateJobItems: call<(jobId: string, items: readonly StoredJobItem[]) => void>(),
  /** Removes a pool that jobs set from all miners. False if none had it. */
  forgetPool: call<(pool: OrderedPool) => boolean>(),
  /** Whether a pool is the farm's own, as the operator says; null takes that away. False if nothing changes. */
  decidePool: call<(pool: OrderedPool, isOwn: boolean | null, at: number) => boolean>(),
  keepJobBackup: call<(jobId: string, minerId: string, bytes: Uint8Array) => void>(),
  /** State, reason, waves and end of a job. */
  updateJob: call<(job: StoredJob) => void>(),
  updatePauseEnd: call<(jobId: string, pauseEnd: PauseEnd) => void>(),
  /** These paused miners are no longer paused by this job. */
  releasePaused: call<(jobId: string, minerIds: readonly string[], at: number) => void>(),
  /** Replaces encrypted columns of jobs. Those that were written in the meantime stay. */
  rewriteJobSecrets: call<(rows: readonly RewrittenSecrets[]) => void>(),
  upsertTransition: call<(transition: Transition) => void>(),
  /** Writes incidents with the changes of each, in one transaction. */
  saveIncidents: call<(writes: readonly IncidentWrite[]) => void>(),
  /** Stores a day of chips with its deliveries at once; deletes days before `keptFrom`. */
  keepChipDay: call<(day: StoredChipDay, keptFrom: number, deliveries: readonly StoredDelivery[]) => void>(),
  saveRule: call<(rule: StoredRule) => void>(),
  removeRule: call<(id: string) => void>(),
  addMaintenance: call<(maintenance: Maintenance) => void>(),
  /** False if there is no such window. */
  removeMaintenance: call<(id: string) => boolean>(),
  addToken: call<(token: StoredToken) => void>(),
  /** False if there is no such token. */
  removeToken: call<(id: string) => boolean>(),
  /** Gives the default site its id and name. */
  identifySite: call<(id: string, name: string | null) => void>(),
  noteTokenUse: call<(id: string, at: number) => void>(),
  addDestination: call<(destination: StoredDestination) => void>(),
  /** Writes decisions of the operator and the position. False if there is no such destination. */
  changeDestination: call<(destination: StoredDestination) => boolean>(),
  moveDestination: call<(id: string, progress: DestinationProgress) => void>(),
  /** False if there is no such destination. */
  removeDestination: call<(id: string) => boolean>(),
  upsertChannel: call<(channel: StoredChannel) => void>(),
  /** False if there is no such channel. Its pending messages are skipped. */
  removeChannel: call<(id: string) => boolean>(),
  noteChannelState: call<(id: string, state: ChannelState) => void>(),
  reencryptChannels: call<(changes: readonly { id: string; before: string; after: string }[]) => void>(),
  /** Adds messages to the outbox; returns the ids of those that were new. */
  addDeliveries: call<(deliveries: readonly StoredDelivery[]) => string[]>(),
  updateDeliveries: call<(deliveries: readonly StoredDelivery[]) => void>(),
  /** Adds a digest to the outbox and marks its parts, in one transaction. */
  addDigest: call<(digest: StoredDelivery, parts: readonly StoredDelivery[]) => void>(),
  /** Deletes up to `most` finished messages of events before `before`; returns how many. */
  pruneOutbox: call<(before: number, most: number) => number>(),
  putMinerPassword: call<(password: StoredMinerPassword) => void>(),
  /** False if there is no such password. */
  removeMinerPassword: call<(id: string) => boolean>(),
  /** Replaces all passwords, in the order of the list. */
  replaceMinerPasswords: call<(passwords: readonly StoredMinerPassword[]) => void>(),
  /** Inserts a rack, or replaces everything but its name. */
  putRack: call<(rack: Rack) => void>(),
  /** False if there is no such rack. */
  removeRack: call<(id: string) => boolean>(),
  /** Times in which a miner was not read, to be filled from its own memory. */
  addGaps: call<(gaps: readonly MissedSpan[]) => void>(),
  /** Gaps that are filled, or of which the miner's memory has nothing. */
  removeGaps: call<(gaps: readonly MissedSpan[]) => void>(),
  /**
   * Records who is monitored now. False if not all of them are in the database yet: then they are
   * to be written again.
   */
  recordMonitored: call<(now: MonitoredNow) => boolean>(),
  /** Adds to what the farm did, and lost by which cause, in quarters of an hour. */
  addToFarmSlots: call<(slots: readonly FarmSlot[]) => void>(),
  putRemoteSite: call<(site: StoredRemoteSite) => void>(),
  /** False if there is no such site. */
  removeRemoteSite: call<(id: string) => boolean>(),
};

/** A write that can be combined with activity entries. */
export type RecordedCall = Exclude<keyof typeof PLAIN_WRITES, 'recordActivity'>;
export type RecordedWrites = Pick<CallsOf<typeof PLAIN_WRITES>, RecordedCall>;
export type RecordedChange = {
  readonly [K in RecordedCall]: { readonly call: K; readonly args: ArgsOf<RecordedWrites[K]> };
}[RecordedCall];

/** The result of the write, and the entries as they were written. */
export interface ChangeResult {
  readonly value: unknown;
  readonly entries: ActivityEntry[];
}

export const WRITES = {
  ...PLAIN_WRITES,
  /**
   * A write together with its activity entries, in one synced transaction: both survive a power
   * cut, or neither. A write that returns null or false has changed nothing, and no entry is
   * written.
   */
  recordChange: call<(entries: readonly NewActivityEntry[], change: RecordedChange) => ChangeResult>(),
  /**
   * `upsertMiners` together with the entries about what was seen of these miners, in one
   * transaction: a kill leaves both, or neither. It does not wait for the disk.
   */
  upsertObserved: call<(miners: readonly StoredMiner[], entries: readonly NewActivityEntry[]) => ActivityEntry[]>(),
};

/** Reads never wait for a write. */
export const READS = {
  /** Whether there is history under an id, also of a miner that was removed. */
  hasHistory: call<(minerId: string) => boolean>(),
  /** Newest first. */
  statuses: call<(minerId: string, range: StatusRange) => Status[]>(),
  /** Points in ascending order; slots without readings are absent. */
  minerHistory: call<(minerId: string, plan: HistoryPlan) => HistoryPoint[]>(),
  /** When a miner was read in a span, in ascending order. */
  readTimes: call<(minerId: string, span: BlockSpan) => number[]>(),
  chainHistory: call<(minerId: string, chainId: number, plan: HistoryPlan) => ChainHistoryPoint[]>(),
  chipHistory: call<(minerId: string, chip: ChipIdentity, plan: HistoryPlan) => ChipHistoryPoint[]>(),
  /** Sums over all miners, or over those of a model, by algorithm. */
  groupHistory: call<(modelAlias: string | null, plan: GroupPlan) => GroupSeries[]>(),
  /** Sums over some hundred miners, by algorithm, with the width of the plan's tier. */
  minersSums: call<(minerIds: readonly string[], plan: GroupPlan) => MinersSums[]>(),
  /** Who of these miners was monitored, in the slots of the plan's tier. */
  monitored: call<(minerIds: readonly string[], plan: GroupPlan) => MonitoredSlots>(),
  /** What `minerHistory` has of the figures that rules ask for, of some miners, as columns. */
  minersSlots: call<(minerIds: readonly string[], plan: HistoryPlan) => MinerSlots[]>(),
  /** Whether a part of this span was filled from a miner's memory. */
  hasFilled: call<(fromAt: number, toAt: number) => boolean>(),
  /** The events of these miners, or of the whole farm, in a span, the oldest first. */
  historyMarks: call<(wanted: WantedMarks) => FoundMarks>(),
  /** What was stored of a day, or of another span. */
  day: call<(span: BlockSpan) => StoredDay>(),
  activity: call<(filter: ActivityQuery) => ActivityEntry[]>(),
  diskUse: call<() => StoredTiers>(),
  /** The newest first. */
  jobs: call<(limit: number, before?: string) => StoredJob[]>(),
  job: call<(jobId: string) => { job: StoredJob; items: StoredJobItem[] } | null>(),
  /** Jobs that have not finished. */
  openJobs: call<() => string[]>(),
  pausesToEnd: call<() => string[]>(),
  ordersSince: call<(jobId: string) => LaterOrder[]>(),
  sentSince: call<(at: number) => Pick<StoredJobItem, 'id' | 'sent' | 'goal' | 'kept'>[]>(),
  /** The pools that jobs set last on miners of the farm; those of most miners first. */
  poolsSet: call<() => OwnPool[]>(),
  /** What the operator says of pools. */
  poolDecisions: call<() => PoolDecision[]>(),
  /** The miners that were replaced, each with the id of the one that has its place now. */
  successors: call<() => { readonly id: string; readonly successor_id: string }[]>(),
  /** The latest replacement of a miner, and whether it can be undone. */
  replacement: call<(id: string) => Replacement>(),
  jobSecrets: call<(table: JobSecrets['table'], after: number, most: number) => JobSecrets[]>(),
  transitions: call<() => Transition[]>(),
  tokens: call<() => StoredToken[]>(),
  destinations: call<() => StoredDestination[]>(),
  /** The id of the last filled range; 0 if there is none. */
  lastFillId: call<() => number>(),
  channels: call<() => StoredChannel[]>(),
  /** Pending messages and those held for a digest, the oldest first. */
  openDeliveries: call<() => StoredDelivery[]>(),
  /** All deliveries of these incidents, the oldest first, without their content. */
  deliveriesOf: call<(incidentIds: readonly string[]) => StoredDelivery[]>(),
  /** When non-critical messages were sent since then. */
  recentSends: call<(since: number) => { channel_id: string; sent_at: number }[]>(),
  /** The newest message about an incident on a channel that can be edited. */
  sentMessage: call<(channelId: string, incidentId: string) => SentMessage | null>(),
  /** In the order in which they are tried. */
  minerPasswords: call<() => StoredMinerPassword[]>(),
  racks: call<() => Rack[]>(),
  /** The gaps that are not filled yet, the oldest first. */
  gaps: call<() => MissedSpan[]>(),
  remoteSites: call<() => StoredRemoteSite[]>(),
  /** The newest first. */
  incidents: call<(filter: IncidentFilter) => IncidentRow[]>(),
  incident: call<(incidentId: string) => (IncidentRow & { readonly timeline: readonly IncidentEvent[] }) | null>(),
  /** How many incidents opened since then had a fault of each rule, and when the last opened. */
  firedCounts: call<(sinceAt: number) => FiredRule[]>(),
  /** The runs that rules have started since then. */
  automaticRuns: call<(sinceAt: number) => AutomaticRun[]>(),
  /** The faults of a rule since then, and what was sent to the miners that had them. */
  pastCures: call<(ruleId: string, sinceAt: number) => PastCures>(),
  /** The jobs that sent something to these miners in this time, the oldest first. */
  jobsOn: call<(minerIds: readonly string[], fromAt: number, toAt: number) => JobOnMiners[]>(),
  rules: call<() => StoredRule[]>(),
  maintenance: call<() => Maintenance[]>(),
  chipDays: call<() => StoredChipDay[]>(),
};

export type StoreWrites = CallsOf<typeof WRITES>;
export type StoreReads = CallsOf<typeof READS>;
