import { Channels, type ChannelTrouble } from '../../alerts/channels/channels.ts';
import { Heartbeats } from '../../alerts/channels/heartbeats.ts';
import { createSenders } from '../../alerts/channels/senders.ts';
import { Outbox } from '../../alerts/outbox/outbox.ts';
import type { AppBase } from './app-base.ts';
import type { FleetParts } from './compose-fleet.ts';
import type { MonitoringParts } from './compose-monitoring.ts';
import type { StoreParts } from './compose-store.ts';

/** The channels of alerts, and what delivers to them. */
export interface ChannelsParts {
  readonly channels: Channels;
  readonly outbox: Outbox;
  readonly heartbeats: Heartbeats;
}

export function composeChannels(
  base: AppBase,
  { store }: StoreParts,
  { fleet, bus }: FleetParts,
  { discovery }: MonitoringParts,
  trouble: ChannelTrouble & {
    /** Whether rules are matched against the farm, and the results are stored. */
    readonly isAlerting: () => boolean;
    readonly onDelivered: (incidentId: string) => void;
    /** The time for deleting old messages. */
    readonly retentionNowMs: () => Promise<number>;
  },
): ChannelsParts {
  const { clock, onError, secrets } = base;
  const channels = new Channels({ store, record: bus.change, secrets, clock, trouble, onError });
  const outbox = new Outbox({
    store,
    channels,
    senders: createSenders(),
    site: () => fleet.site(),
    whereIs: (minerId) => fleet.miner(minerId),
    clock,
    retentionNowMs: trouble.retentionNowMs,
    onDelivered: trouble.onDelivered,
    onError,
  });
  // If the database cannot be written, results are lost at the next kill: the heartbeat stops.
  const isWatching = (): boolean =>
    discovery.watching().state === 'watching' && trouble.isAlerting() && store.writeTrouble() === null;
  return { channels, outbox, heartbeats: new Heartbeats({ channels, isWatching, clock, onError }) };
}
