import { prepareCompactWrites } from '../compaction/compact-commit.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepareActivityWrites } from '../queries/activity-queries.ts';
import { prepareChannelWrites } from '../queries/channel-queries.ts';
import { prepareChipDayWrites } from '../queries/chip-day-queries.ts';
import { prepareDestinationWrites } from '../queries/destination-queries.ts';
import { prepareFleetWrites } from '../queries/fleet-queries.ts';
import { prepareFarmSlotWrites } from '../queries/history/day-queries.ts';
import { prepareGapWrites } from '../queries/history/gap-queries.ts';
import { prepareMonitoredWrites } from '../queries/history/monitored-queries.ts';
import { prepareStatusWrites } from '../queries/history/status-queries.ts';
import { prepareTelemetryWrites } from '../queries/history/telemetry-queries.ts';
import { prepareIncidentWrites } from '../queries/incident-queries.ts';
import { prepareJobWrites } from '../queries/job-queries.ts';
import { prepareJobSecretWrites } from '../queries/job-secret-queries.ts';
import { prepareMinerPasswordWrites } from '../queries/miner-password-queries.ts';
import { prepareOutboxWrites } from '../queries/outbox-queries.ts';
import { preparePauseEndWrites } from '../queries/pause-end-queries.ts';
import { preparePoolDecisionWrites } from '../queries/pool-decision-queries.ts';
import { preparePoolsSetWrites } from '../queries/pools-set-queries.ts';
import { prepareRackWrites } from '../queries/rack-queries.ts';
import { prepareRecordedWrites } from '../queries/recorded-writes.ts';
import { prepareRemoteSiteWrites } from '../queries/remote-site-queries.ts';
import { prepareRuleWrites } from '../queries/rule-queries.ts';
import { prepareTokenWrites } from '../queries/token-queries.ts';
import { prepareTransitionWrites } from '../queries/transition-queries.ts';

/** The writes of all rooms of the store, each prepared once. */
export function prepareWrites(sqlite: Sqlite) {
  const outboxWrites = prepareOutboxWrites(sqlite);
  const plain = {
    ...prepareFleetWrites(sqlite),
    ...prepareStatusWrites(sqlite),
    ...prepareTelemetryWrites(sqlite),
    ...prepareActivityWrites(sqlite),
    ...prepareJobWrites(sqlite),
    ...preparePauseEndWrites(sqlite),
    ...prepareJobSecretWrites(sqlite),
    ...prepareTransitionWrites(sqlite),
    forgetPool: preparePoolsSetWrites(sqlite).forgetPool,
    ...preparePoolDecisionWrites(sqlite),
    ...prepareTokenWrites(sqlite),
    ...prepareDestinationWrites(sqlite),
    ...prepareChannelWrites(sqlite),
    ...outboxWrites,
    ...prepareChipDayWrites(sqlite, outboxWrites.addDeliveries),
    ...prepareMinerPasswordWrites(sqlite),
    ...prepareRackWrites(sqlite),
    ...prepareGapWrites(sqlite),
    ...prepareMonitoredWrites(sqlite),
    ...prepareFarmSlotWrites(sqlite),
    ...prepareRemoteSiteWrites(sqlite),
    ...prepareIncidentWrites(sqlite),
    ...prepareRuleWrites(sqlite),
    ...prepareCompactWrites(sqlite),
  };
  return { ...plain, ...prepareRecordedWrites(plain) };
}
