import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { Channels } from '../../../src-main/alerts/channels/channels.ts';
import { createSenders } from '../../../src-main/alerts/channels/senders.ts';
import { newDelivery } from '../../../src-main/alerts/outbox/new-delivery.ts';
import { Outbox } from '../../../src-main/alerts/outbox/outbox.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { anIncident, incidentId } from '../../fixtures/alerts/incidents.ts';
import { REVERSED } from '../../fixtures/alerts/memory-outbox.ts';
import { startHttpReceiver } from '../../fixtures/alerts/receivers.ts';
import { makeOwnFolder } from '../../fixtures/own-folder.ts';
import { scaledMs, until } from '../../fixtures/patience.ts';

const MANY = 10_000;
const CRITICAL = 300;
/** On an idle machine. */
const MOST_DELAY_MS = 1000;

it('ten thousand messages that were held back are one digest; critical ones come first, and nothing is held up', async () => {
  const folder = makeOwnFolder('outbox-many');
  const store = await openStore({ path: join(folder.path, 'powerhive.db') });
  await using http = await startHttpReceiver();
  const now = systemClock.nowMs();
  await store.upsertChannel({
    ...{ id: 'channel-1', kind: 'webhook', name: 'Receiver', enabled: true, min_severity: 'info' },
    ...{ settings: { url: http.url }, quiet_hours: null, digest_at: ['07:00', '19:00'] },
    ...{
      secret_sealed: REVERSED.encrypt('secret'),
      created_at: 1,
      last_success_at: null,
      last_error: null,
      failures: 0,
    },
  });
  const delivery = (severity: 'warning' | 'critical', state: 'held' | 'waiting', at: number) => {
    const incident = anIncident({ incident_id: incidentId(), severity, since_at: at });
    const { incident_id } = incident;
    return { ...newDelivery('channel-1', 'opened', at), incident_id, severity, content: incident, state };
  };
  await store.addDeliveries(
    Array.from({ length: MANY }, (_, i) => delivery('warning', 'held', now - 30 * HOUR_MS + i)),
  );
  await store.addDeliveries(
    Array.from({ length: CRITICAL }, (_, i) => delivery('critical', 'waiting', now - 1000 + i)),
  );

  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const trouble = { channelTrouble: () => undefined, channelRecovered: () => undefined };
  const record = () => Promise.reject(new Error('nothing is changed here'));
  const channels = new Channels({ store, record, secrets: REVERSED, clock: systemClock, trouble, onError });
  await channels.load();
  const outbox = new Outbox({
    ...{ store, channels, senders: createSenders(), clock: systemClock, onError },
    site: () => ({ site_id: 'site', name: null }),
    whereIs: () => null,
    retentionNowMs: async () => now,
    onDelivered: () => undefined,
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await outbox.load();
  outbox.start();
  await until('all of it', () => http.received.length > CRITICAL);
  delay.disable();
  await outbox.stop();
  const events = http.received.map(({ json }) => json.event as string);
  expect(events).toEqual([...Array.from({ length: CRITICAL }, () => 'opened'), 'digest']);
  const { digest } = http.received.at(-1)?.json ?? {};
  expect(digest.broke).toHaveLength(100);
  expect(digest.more.broke).toBe(MANY - 100);
  expect(await store.openDeliveries()).toEqual([]);
  expect(errors).toEqual([]);
  expect(delay.max / 1e6).toBeLessThan(scaledMs(MOST_DELAY_MS));
  await store.close();
  folder.remove();
});
