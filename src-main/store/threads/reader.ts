import type { MessagePort } from 'node:worker_threads';
import { readActivity } from '../queries/activity-queries.ts';
import { readChannels } from '../queries/channel-queries.ts';
import { readChipDays } from '../queries/chip-day-queries.ts';
import { lastFillId, readDestinations } from '../queries/destination-queries.ts';
import { fleetParts, loadFleetPart } from '../queries/fleet-part.ts';
import { loadModels, loadSites } from '../queries/fleet-queries.ts';
import { readDay } from '../queries/history/day-queries.ts';
import { readDiskUse } from '../queries/history/disk-use.ts';
import { readGaps } from '../queries/history/gap-queries.ts';
import { hasFilled, readGroupHistory } from '../queries/history/group-queries.ts';
import { readHistoryMarks } from '../queries/history/history-marks.ts';
import { readChainHistory, readChipHistory, readMinerHistory } from '../queries/history/history-queries.ts';
import { readMinersSlots } from '../queries/history/miner-slots.ts';
import { readMinersSums } from '../queries/history/miner-sum-queries.ts';
import { readMonitored } from '../queries/history/monitored-queries.ts';
import { readTimes } from '../queries/history/reading-times.ts';
import { readStatuses } from '../queries/history/status-queries.ts';
import { readTelemetry } from '../queries/history/telemetry-queries.ts';
import { readFiredCounts, readIncident, readIncidents } from '../queries/incident-queries.ts';
import { readAutomaticRuns, readJob, readJobs, readOpenJobs, readSentSince } from '../queries/job-queries.ts';
import { readJobSecrets } from '../queries/job-secret-queries.ts';
import { minerKeys, readSuccessors } from '../queries/miner-keys.ts';
import { readMinerPasswords } from '../queries/miner-password-queries.ts';
import { readDeliveriesOf, readOpenDeliveries, readRecentSends, readSentMessage } from '../queries/outbox-queries.ts';
import { readJobsOn, readPastCures } from '../queries/past-cure-queries.ts';
import { readOrdersSince, readPausesToEnd } from '../queries/pause-end-queries.ts';
import { readPoolDecisions } from '../queries/pool-decision-queries.ts';
import { readPoolsSet } from '../queries/pools-set-queries.ts';
import { readRacks } from '../queries/rack-queries.ts';
import { readRemoteSites } from '../queries/remote-site-queries.ts';
import { readMaintenance, readRules } from '../queries/rule-queries.ts';
import { readTokens } from '../queries/token-queries.ts';
import { readTransitions } from '../queries/transition-queries.ts';
import { readReplacement } from '../queries/undo-replacement.ts';
import { serveReads } from './serve-reads.ts';
import type { ReaderCalls } from './worker-calls.ts';

/** Serves the reads that the port requests, without ever waiting for a write. */
export function startReader(path: string, port: MessagePort): void {
  serveReads<ReaderCalls>(path, port, (open) => ({
    loadSites: () => loadSites(open()),
    loadModels: () => loadModels(open()),
    fleetParts: () => fleetParts(open()),
    loadFleetPart: (firstKey) => loadFleetPart(open(), firstKey),
    statuses: (minerId, range) => readStatuses(open(), minerId, range),
    telemetry: (minerId, range) => readTelemetry(open(), minerId, range),
    minerHistory: (minerId, plan) => readMinerHistory(open(), minerId, plan),
    readTimes: (minerId, span) => readTimes(open(), minerId, span),
    chainHistory: (minerId, chainId, plan) => readChainHistory(open(), minerId, chainId, plan),
    chipHistory: (minerId, chip, plan) => readChipHistory(open(), minerId, chip, plan),
    groupHistory: (modelAlias, plan) => readGroupHistory(open(), modelAlias, plan),
    minersSums: (minerIds, plan) => readMinersSums(open(), minerIds, plan),
    monitored: (minerIds, plan) => readMonitored(open(), { minerIds, modelAlias: null }, plan),
    minersSlots: (minerIds, plan) => readMinersSlots(open(), minerIds, plan),
    hasFilled: (fromAt, toAt) => hasFilled(open(), fromAt, toAt),
    historyMarks: (wanted) => readHistoryMarks(open(), wanted),
    hasHistory: (minerId) => minerKeys(open(), minerId).length > 0,
    diskUse: () => readDiskUse(open()),
    day: (span) => readDay(open(), span),
    activity: (filter) => readActivity(open(), filter),
    jobs: (limit, before) => readJobs(open(), limit, before),
    job: (jobId) => readJob(open(), jobId),
    openJobs: () => readOpenJobs(open()),
    pausesToEnd: () => readPausesToEnd(open()),
    ordersSince: (jobId) => readOrdersSince(open(), jobId),
    sentSince: (at) => readSentSince(open(), at),
    poolsSet: () => readPoolsSet(open()),
    successors: () => readSuccessors(open()),
    poolDecisions: () => readPoolDecisions(open()),
    replacement: (id) => readReplacement(open(), id),
    jobSecrets: (table, after, most) => readJobSecrets(open(), table, after, most),
    transitions: () => readTransitions(open()),
    tokens: () => readTokens(open()),
    destinations: () => readDestinations(open()),
    lastFillId: () => lastFillId(open()),
    channels: () => readChannels(open()),
    openDeliveries: () => readOpenDeliveries(open()),
    deliveriesOf: (incidentIds) => readDeliveriesOf(open(), incidentIds),
    recentSends: (since) => readRecentSends(open(), since),
    sentMessage: (channelId, incidentId) => readSentMessage(open(), channelId, incidentId),
    minerPasswords: () => readMinerPasswords(open()),
    racks: () => readRacks(open()),
    gaps: () => readGaps(open()),
    remoteSites: () => readRemoteSites(open()),
    incidents: (filter) => readIncidents(open(), filter),
    incident: (incidentId) => readIncident(open(), incidentId),
    automaticRuns: (sinceAt) => readAutomaticRuns(open(), sinceAt),
    firedCounts: (sinceAt) => readFiredCounts(open(), sinceAt),
    pastCures: (ruleId, sinceAt) => readPastCures(open(), ruleId, sinceAt),
    jobsOn: (minerIds, fromAt, toAt) => readJobsOn(open(), minerIds, fromAt, toAt),
    rules: () => readRules(open()),
    maintenance: () => readMaintenance(open()),
    chipDays: () => readChipDays(open()),
  }));
}
