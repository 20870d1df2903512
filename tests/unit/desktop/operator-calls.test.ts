import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { Announcement } from '../../../src-main/alerts/announcement.ts';
import type { DesktopNotification } from '../../../src-main/desktop/notifications/notification-words.ts';
import { OperatorCalls } from '../../../src-main/desktop/notifications/operator-calls.ts';
import { type Incident, Settings } from '../../../src-shared/model/index.ts';
import { anIncident, OPENED_AT } from '../../fixtures/alerts/incidents.ts';
import { flushTasks, ManualClock } from '../../fixtures/manual-clock.ts';

const id = (n: number): string => `018bcfe5-6800-7000-8000-${n.toString(16).padStart(12, '0')}`;

const { notifications: NOTIFICATIONS } = Settings.parse({});

const ALL_DAY = { quiet_hours: { from: '00:00', to: '00:00' } };

function watch(settings: Partial<Settings['notifications']> = {}) {
  const clock = new ManualClock();
  const shown: DesktopNotification[] = [];
  const silences: unknown[] = [];
  /** The current incidents by id. */
  const incidents = new Map<string, Incident>();
  const released: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void silences.push(JSON.parse(line).silence) });
  const calls = new OperatorCalls({
    settings: () => ({ ...NOTIFICATIONS, ...settings }),
    clock,
    log,
    show: (message) => void shown.push(message),
    incident: async (incidentId) => incidents.get(incidentId) ?? null,
    onReleased: async (incidentId) => void released.push(incidentId),
  });
  /** Sets the current state of an incident. */
  const be = (n: number, fields: Partial<Incident> = {}): Incident => {
    const before = { incident_id: id(n), title: `M${n} offline`, since_at: clock.nowMs(), ...incidents.get(id(n)) };
    const incident = anIncident({ ...before, ...fields });
    incidents.set(id(n), incident);
    return incident;
  };
  const take = (
    n: number,
    event: Announcement['event'],
    fields: Partial<Incident> = {},
    channelIds: string[] | null = null,
  ) => {
    const at = clock.nowMs();
    const state =
      event === 'resolved' ? { state: event, resolved_at: at } : { state: 'open' as const, resolved_at: null };
    return calls.take({ event, at, channelIds, incident: be(n, { ...state, ...fields }) });
  };
  return {
    clock,
    calls,
    shown,
    silences,
    released,
    incidents,
    be,
    take,
    titles: () => shown.map(({ title }) => title),
  };
}

describe('calling the operator', () => {
  it('announces thirty incidents that open within seconds of each other in one message, and their end in one', async () => {
    const { clock, take, titles, shown } = watch();
    for (let n = 1; n <= 30; n++) {
      take(n, 'opened');
      await clock.advance(300);
    }
    expect(titles()).toEqual([]);
    await clock.advance(3000);
    expect(titles()).toEqual(['30 new problems']);
    expect(shown[0]?.body).toBe('M1 offline\nM2 offline\nM3 offline\nM4 offline\nand 26 more');
    for (let n = 1; n <= 30; n++) take(n, 'resolved');
    await clock.advance(3000);
    expect(titles()).toEqual(['30 new problems', '30 problems resolved']);
  });

  it('does not wait for ever while more and more come', async () => {
    const { clock, take, titles } = watch();
    for (let n = 1; n <= 40; n++) {
      take(n, 'opened');
      await clock.advance(1000);
    }
    expect(titles()).toEqual(['30 new problems']);
    await clock.advance(3000);
    expect(titles()).toEqual(['30 new problems', '10 new problems']);
  });

  it('says what began and ended at once not at all, and the end only of what it has said', async () => {
    const { clock, take, titles, silences } = watch();
    take(1, 'opened');
    take(1, 'resolved');
    take(2, 'resolved');
    await clock.advance(10_000);
    expect(titles()).toEqual([]);
    expect(silences).toEqual(['beginning_not_shown']);
  });

  it('is a channel among others: a rule that names others is silent here, and so is what is only for information', async () => {
    const { clock, take, titles, silences } = watch();
    take(1, 'opened', {}, ['018bcfe5']);
    take(2, 'opened', { severity: 'info' });
    take(3, 'opened', { severity: 'critical' }, ['018bcfe5', 'desktop']);
    await clock.advance(10_000);
    expect(titles()).toEqual(['Critical: M3 offline']);
    expect(silences).toEqual(['other_channels', 'info_only']);
  });

  it('follows the settings from one moment to the next', async () => {
    const settings: { enabled: boolean; quiet_hours: null } = { enabled: false, quiet_hours: null };
    const { clock, take, titles } = watch(settings);
    take(1, 'opened');
    await clock.advance(10_000);
    settings.enabled = true;
    take(2, 'opened');
    await clock.advance(10_000);
    expect(titles()).toEqual(['Warning: M2 offline']);
  });

  it('lets critical ones through in the quiet hours, and shows the others when they are over', async () => {
    const settings: Partial<Settings['notifications']> = { quiet_hours: { from: '00:00', to: '00:00' } };
    const { clock, take, titles, silences } = watch(settings);
    take(1, 'opened', { severity: 'critical' });
    for (const n of [2, 3, 4]) take(n, 'opened');
    take(3, 'resolved');
    await clock.advance(10_000);
    expect(titles()).toEqual(['Critical: M1 offline']);
    expect(silences).toEqual(['quiet_hours', 'quiet_hours', 'quiet_hours', 'beginning_not_shown']);
    await clock.advance(8 * 3_600_000);
    expect(titles()).toHaveLength(1);
    settings.quiet_hours = null;
    await clock.advance(70_000);
    expect(titles().slice(1)).toEqual(['2 new problems']);
    take(2, 'resolved');
    await clock.advance(10_000);
    expect(titles().slice(2)).toEqual(['Resolved: M2 offline']);
  });

  it('shows nothing of the quiet hours where it was switched off meanwhile', async () => {
    const settings: Partial<Settings['notifications']> = { quiet_hours: { from: '00:00', to: '00:00' } };
    const { clock, take, titles } = watch(settings);
    take(1, 'opened');
    Object.assign(settings, { enabled: false, quiet_hours: null });
    await clock.advance(70_000);
    expect(titles()).toEqual([]);
  });

  it('shows after the quiet hours what is still open then, as it is then, and once', async () => {
    const settings: Partial<Settings['notifications']> = { ...ALL_DAY };
    const { clock, be, take, titles, released } = watch(settings);
    for (const n of [1, 2, 3, 4, 5, 6]) take(n, 'opened');
    await clock.advance(3_600_000);
    take(1, 'changed', { severity: 'critical' });
    await clock.advance(10_000);
    expect(titles()).toEqual(['Critical (got worse): M1 offline']);
    be(2, { state: 'acknowledged' });
    be(3, { state: 'snoozed', snoozed_until: null });
    take(4, 'resolved');
    be(5, { severity: 'info' });
    take(6, 'changed', { title: 'M6 offline and 1 more' });
    settings.quiet_hours = null;
    await clock.advance(70_000);
    expect(titles().slice(1)).toEqual(['Warning: M6 offline and 1 more']);
    expect(released).toEqual([id(6)]);
    await clock.advance(3_600_000);
    expect(titles()).toHaveLength(2);
  });

  it('shows the end of what it has shown after the quiet hours, whatever came between, and only then', async () => {
    const settings: Partial<Settings['notifications']> = { quiet_hours: null };
    const { clock, take, titles, released } = watch(settings);
    take(1, 'opened');
    take(2, 'opened', { severity: 'critical' });
    await clock.advance(10_000);
    Object.assign(settings, ALL_DAY);
    for (const event of ['resolved', 'reminder', 'resolved'] as const) take(1, event);
    take(2, 'changed');
    take(2, 'resolved', { severity: 'critical' });
    await clock.advance(10_000);
    expect(titles()).toEqual(['2 new problems', 'Resolved: M2 offline']);
    settings.quiet_hours = null;
    await clock.advance(70_000);
    expect(titles().slice(2)).toEqual(['Resolved: M1 offline']);
    expect(released).toEqual([id(1)]);
  });

  it('waits in one loop, however often something is held, and keeps what could not be read', async () => {
    const settings: Partial<Settings['notifications']> = { ...ALL_DAY };
    const { clock, incidents, take, be, titles } = watch(settings);
    for (let hour = 0; hour < 24; hour++) {
      take(1, 'reminder');
      take(2, 'opened');
      take(2, 'resolved');
      await clock.advance(1000);
    }
    expect(clock.sleeping).toBe(1);
    settings.quiet_hours = null;
    const get = incidents.get.bind(incidents);
    incidents.get = () => {
      throw new Error('disk');
    };
    await clock.advance(70_000);
    expect(titles()).toEqual([]);
    incidents.get = get;
    be(1, { state: 'open' });
    await clock.advance(70_000);
    expect(titles()).toEqual(['Warning (still open): M1 offline']);
  });

  it('takes up after a restart what waited in the quiet hours, and what it had shown', async () => {
    const settings: Partial<Settings['notifications']> = { ...ALL_DAY };
    const { clock, calls, be, take, titles } = watch(settings);
    const of = (kind: string, state: string, channel = 'desktop') => {
      const error = state === 'skipped' ? 'Quiet hours' : null;
      return { channel, kind, state, at: state === 'sent' ? OPENED_AT : null, error };
    };
    const quiet = of('opened', 'skipped');
    const sent = of('opened', 'sent');
    const over = { state: 'resolved', resolved_at: clock.nowMs() - 60_000 } as const;
    calls.resume([
      be(1, { deliveries: [quiet, of('opened', 'sent', 'channel-1')] }),
      be(2, { deliveries: [sent] }),
      be(3, { ...over, deliveries: [sent, of('resolved', 'skipped')] }),
      be(4, { ...over, deliveries: [quiet] }),
      be(5, { deliveries: [of('opened', 'sent', 'channel-1')] }),
      be(6, { state: 'acknowledged', deliveries: [quiet] }),
      be(7, {
        state: 'resolved',
        resolved_at: clock.nowMs() - 2 * 86_400_000,
        deliveries: [sent, of('resolved', 'skipped')],
      }),
      be(8, { deliveries: [quiet, of('changed', 'sent')] }),
    ]);
    await clock.advance(70_000);
    expect(titles()).toEqual([]);
    settings.quiet_hours = null;
    await clock.advance(70_000);
    expect(titles()).toEqual(['Warning: M1 offline', 'Resolved: M3 offline']);
    for (const n of [2, 5]) take(n, 'resolved');
    await clock.advance(10_000);
    expect(titles().slice(2)).toEqual(['Resolved: M2 offline']);
  });

  it('announces nothing once it is closed', async () => {
    const { clock, calls, take, titles } = watch();
    take(1, 'opened');
    calls.close();
    await clock.advance(10_000);
    await flushTasks();
    expect(titles()).toEqual([]);
  });
});
