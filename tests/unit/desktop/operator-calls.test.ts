import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../src-main/alerts/notice.ts';
import type { Message } from '../../../src-main/desktop/notifications/notification-plan.ts';
import { OperatorCalls } from '../../../src-main/desktop/notifications/operator-calls.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { anIncident } from '../../fixtures/incidents.ts';
import { ManualClock, settle } from '../../fixtures/manual-clock.ts';

const id = (n: number): string => `018bcfe5-6800-7000-8000-${n.toString(16).padStart(12, '0')}`;

const { notifications: NOTIFICATIONS } = Settings.parse({});

function watch(settings: Partial<Settings['notifications']> = {}) {
  const clock = new ManualClock();
  const shown: Message[] = [];
  const silences: unknown[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void silences.push(JSON.parse(line).silence) });
  const calls = new OperatorCalls({
    settings: () => ({ ...NOTIFICATIONS, ...settings }),
    clock,
    log,
    show: (message) => void shown.push(message),
  });
  const take = (n: number, event: Notice['event'], fields: object = {}, channelIds: string[] | null = null) =>
    calls.take({
      event,
      at: clock.nowMs(),
      channelIds,
      incident: anIncident({ incident_id: id(n), title: `M${n} offline`, since_at: clock.nowMs(), ...fields }),
    });
  return { clock, calls, shown, silences, take, titles: () => shown.map(({ title }) => title) };
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

  it('announces nothing once it is closed', async () => {
    const { clock, calls, take, titles } = watch();
    take(1, 'opened');
    calls.close();
    await clock.advance(10_000);
    await settle();
    expect(titles()).toEqual([]);
  });
});
