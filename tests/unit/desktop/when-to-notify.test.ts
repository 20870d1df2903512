import { describe, expect, it } from 'vitest';
import type { Announcement } from '../../../src-main/alerts/announcement.ts';
import { composeMessages } from '../../../src-main/desktop/notifications/notification-words.ts';
import { type Situation, showAt, whySilent } from '../../../src-main/desktop/notifications/when-to-notify.ts';
import { anIncident, OPENED_AT } from '../../fixtures/alerts/incidents.ts';

const announcement = (fields: Partial<Announcement> = {}): Announcement => ({
  event: 'opened',
  incident: anIncident(),
  at: OPENED_AT,
  channelIds: null,
  ...fields,
});
const AWAKE: Situation = { enabled: true, quietHours: null, minuteOfDay: 12 * 60, shown: new Set() };
const NIGHT = { from: '22:00', to: '07:00' };

describe('who is notified', () => {
  it.each<[string, Partial<Announcement>, Partial<Situation>, string | null]>([
    ['of what opens', {}, {}, null],
    ['of what gets worse', { event: 'changed' }, {}, null],
    ['nobody of an info', { incident: anIncident({ severity: 'info' }) }, {}, 'info_only'],
    [
      'of an info whose rule names the desktop',
      { incident: anIncident({ severity: 'info' }), channelIds: ['desktop'] },
      {},
      null,
    ],
    ['of what nobody acknowledges', { event: 'escalated', channelIds: ['desktop'] }, {}, null],
    ['when a snooze is over', { event: 'reminder' }, {}, null],
    ['nobody, where that is switched off', {}, { enabled: false }, 'switched_off'],
    ['nobody in the quiet hours', {}, { quietHours: NIGHT, minuteOfDay: 23 * 60 }, 'quiet_hours'],
    ['nobody in the quiet hours after midnight', {}, { quietHours: NIGHT, minuteOfDay: 6 * 60 + 59 }, 'quiet_hours'],
    [
      'of what is critical in the quiet hours too',
      { incident: anIncident({ severity: 'critical' }) },
      { quietHours: NIGHT, minuteOfDay: 23 * 60 },
      null,
    ],
    [
      'of warnings there, where they may',
      {},
      { quietHours: { ...NIGHT, min_severity: 'warning' }, minuteOfDay: 23 * 60 },
      null,
    ],
    ['of what opens when they are over', {}, { quietHours: NIGHT, minuteOfDay: 7 * 60 }, null],
    ['nobody of an end whose beginning was not said', { event: 'resolved' }, {}, 'beginning_not_shown'],
    ['of the end of what was said', { event: 'resolved' }, { shown: new Set([anIncident().incident_id]) }, null],
    [
      'nobody of what maintenance has closed',
      { event: 'resolved', incident: anIncident({ ended_because: 'in maintenance' }) },
      { shown: new Set([anIncident().incident_id]) },
      'closed',
    ],
  ])('%s', (_, fields, situation, silence) => {
    expect(whySilent(announcement(fields), { ...AWAKE, ...situation })).toBe(silence);
  });
});

describe('what a notification says', () => {
  it('is what every other channel says of one incident, and opens it', () => {
    const incident = anIncident({ severity: 'critical', advice: 'Check the breaker.' });
    const [message] = composeMessages([announcement({ incident })], OPENED_AT);
    expect(message).toMatchObject({
      title: 'Critical: 34 miners offline in 10.1.4.0/24',
      body: expect.stringMatching(/^Since .*\n2 miners\nCheck the breaker\.$/),
      route: `/incidents/${incident.incident_id}`,
      incidentId: incident.incident_id,
    });
    const [over] = composeMessages([announcement({ event: 'resolved', incident })], OPENED_AT);
    expect(over).toMatchObject({ title: 'Resolved: 34 miners offline in 10.1.4.0/24', incidentId: null });
  });

  it('is one message of the beginnings and one of the ends, whatever came together', () => {
    const one = (n: number) => anIncident({ incident_id: `018bcfe5-6800-7000-8000-00000000000${n}`, title: `M${n}` });
    const messages = composeMessages(
      [
        announcement({ incident: one(1) }),
        announcement({ incident: one(2) }),
        announcement({ event: 'resolved', incident: one(3) }),
      ],
      OPENED_AT,
    );
    expect(messages.map(({ title, route }) => [title, route])).toEqual([
      ['2 new problems', '/incidents'],
      ['Resolved: M3', `/incidents/${one(3).incident_id}`],
    ]);
  });
});

it('waits for three quiet seconds, and for thirty at most', () => {
  expect(showAt(0, 0)).toBe(3000);
  expect(showAt(0, 10_000)).toBe(13_000);
  expect(showAt(0, 29_000)).toBe(30_000);
});
