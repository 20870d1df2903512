import { Channels } from '../../../src-main/alerts/channels/channels.ts';
import { createSenders } from '../../../src-main/alerts/channels/senders.ts';
import { Outbox } from '../../../src-main/alerts/outbox/outbox.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import { anIncident, OPENED_AT } from '../../fixtures/alerts/incidents.ts';
import { REVERSED } from '../../fixtures/alerts/memory-outbox.ts';

/**
 * Sends the next announcements of a list, and repeats some earlier ones, like a program that does
 * not know after a start which of them were sent. Runs until it is killed.
 */
const [path = '', url = '', count = '0'] = process.argv.slice(2);
const store = await openStore({ path });
const onError = (error: unknown): void => {
  process.stderr.write(`${String(error)}\n`);
};
const trouble = { channelTrouble: () => undefined, channelRecovered: () => undefined };
if ((await store.channels()).length === 0) {
  await store.upsertChannel({
    id: 'channel-1',
    kind: 'webhook',
    name: 'Receiver',
    enabled: true,
    min_severity: 'info',
    settings: { url },
    quiet_hours: null,
    digest_at: ['07:00'],
    secret_sealed: REVERSED.encrypt('secret'),
    created_at: OPENED_AT,
    last_success_at: null,
    last_error: null,
    failures: 0,
  });
}
const record = () => Promise.reject(new Error('nothing is changed here'));
const channels = new Channels({ store, record, secrets: REVERSED, clock: systemClock, trouble, onError });
await channels.load();
const outbox = new Outbox({
  store,
  channels,
  senders: createSenders(),
  site: () => ({ site_id: 'site', name: null }),
  whereIs: () => null,
  clock: systemClock,
  retentionNowMs: async () => systemClock.nowMs(),
  onDelivered: () => undefined,
  onError,
  timeoutMs: 5000,
});
await outbox.load();
outbox.start();
const SAID_AGAIN = 18;
const EVENTS = ['opened', 'escalated', 'resolved'] as const;
// With the present time, so that none is dropped for its age.
const startedAt = Number(process.argv[5]);
// Earlier announcements are on disk since a start that got further.
for (let n = Math.max(0, Number(count) - SAID_AGAIN); n < Number(count); n++) {
  const incident_id = `018bcfe5-6800-7000-8000-${Math.floor(n / 3)
    .toString(16)
    .padStart(12, '0')}`;
  const incident = anIncident({ incident_id, severity: 'critical' });
  await outbox.send({ event: EVENTS[n % 3] ?? 'opened', incident, at: startedAt + n, channelIds: null });
}
process.stdout.write('ready\n');
