import { describe, expect, it } from 'vitest';
import { failed, type Message } from '../../../src-main/alerts/channels/sender.ts';
import { composeDigest } from '../../../src-main/alerts/messages/digest-content.ts';
import { digestText } from '../../../src-main/alerts/messages/message-text.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';
import { anIncident, incidentId, OPENED_AT } from '../../fixtures/alerts/incidents.ts';
import { openOutbox, outboxDisk } from '../../fixtures/alerts/memory-outbox.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

/** Noon in local time. */
const noon = () => new ManualClock(new Date(2023, 10, 14, 12).getTime());
const warning = (fields = {}) => anIncident({ incident_id: incidentId(), ...fields });
const critical = (fields = {}) => warning({ severity: 'critical', ...fields });
const GIVEN_UP = 'failed: Given up after three days: no answer';
const events = (sent: readonly { message: Message }[]) => sent.map(({ message }) => message.event);

describe('who gets an announcement', () => {
  it('every channel that is on and takes its severity, or those that the rule names', async () => {
    const clock = noon();
    const disk = outboxDisk({}, { min_severity: 'critical' }, { enabled: false }, { kind: 'heartbeat' });
    const { notify, sent } = await openOutbox(disk, clock);
    notify('opened', warning());
    await clock.advance(0);
    expect(sent.map(({ channelId }) => channelId)).toEqual(['channel-1']);
    notify('opened', critical(), ['channel-2', 'channel-3']);
    await clock.advance(0);
    expect(sent.map(({ channelId }) => channelId)).toEqual(['channel-1', 'channel-2']);
  });

  it('those that a rule names and that can be reached, the desktop among them; all where none can', async () => {
    const { outbox } = await openOutbox(outboxDisk({}, { enabled: false }, { kind: 'heartbeat' }), noon());
    const named = (channelIds: string[] | null, hasDesktop: boolean, fields = {}) =>
      outbox.receivers.addressed({ event: 'opened', incident: warning(fields), at: 0, channelIds }, hasDesktop)
        .channelIds;
    expect(named(['desktop'], true)).toEqual(['desktop']);
    expect(named(['desktop', 'channel-1', 'channel-2'], true)).toEqual(['desktop', 'channel-1']);
    expect(named(['desktop', 'channel-2'], false)).toBeNull();
    expect(named(['channel-2'], true)).toBeNull();
    expect(named(['channel-3', 'removed'], true)).toBeNull();
    expect(named(['channel-1'], true, { cause: { kind: 'site', key: 'powerhive:channel:channel-1' } })).toBeNull();
    expect(named(null, true)).toBeNull();
  });

  it('whom a rule names, however serious it is, and who is named when nobody acknowledges', async () => {
    const clock = noon();
    const { notify, sent } = await openOutbox(outboxDisk({ min_severity: 'critical' }, {}), clock);
    const incident = warning();
    notify('opened', incident, ['channel-1']);
    notify('escalated', incident, ['channel-1', 'channel-2']);
    await clock.advance(HOUR_MS);
    expect(sent.map(({ channelId, message }) => `${channelId} ${message.event}`).sort()).toEqual([
      'channel-1 changed',
      'channel-1 opened',
      'channel-2 changed',
    ]);
    expect(sent.at(-1)?.message.title).toBe(`Warning (not acknowledged): ${incident.title}`);
  });

  it('what the desktop showed is in the incident, and what it kept quiet of with the reason', async () => {
    const { outbox, delivered } = await openOutbox(outboxDisk(), noon());
    const [shown, quiet, other] = [warning(), warning(), warning()];
    const announcement = (incident: typeof shown) => ({ event: 'opened', incident, at: 1, channelIds: null }) as const;
    await outbox.desktop.note(announcement(shown), null);
    await outbox.desktop.note(announcement(quiet), 'quiet_hours');
    await outbox.desktop.note(announcement(other), 'other_channels');
    const ids = [shown, quiet, other].map(({ incident_id }) => incident_id);
    const deliveries = await outbox.deliveriesOf(ids);
    expect(ids.map((id) => deliveries.get(id)?.map(({ channel, state, error }) => [channel, state, error]))).toEqual([
      [['desktop', 'sent', null]],
      [['desktop', 'skipped', 'Quiet hours']],
      undefined,
    ]);
    expect(delivered).toEqual(ids.slice(0, 2));
  });

  it('what the desktop kept quiet of counts as sent once it is shown: the last of it, and nothing else', async () => {
    const clock = noon();
    const { outbox, delivered } = await openOutbox(outboxDisk(), clock);
    const [quiet, shown] = [warning(), warning()];
    for (const [event, at] of [
      ['opened', 1],
      ['changed', 2],
    ] as const)
      await outbox.desktop.note({ event, incident: quiet, at, channelIds: null }, 'quiet_hours');
    await outbox.desktop.note({ event: 'opened', incident: shown, at: 1, channelIds: null }, null);
    await clock.advance(HOUR_MS);
    for (const { incident_id } of [quiet, shown]) await outbox.desktop.noteReleased(incident_id);
    const deliveries = await outbox.deliveriesOf([quiet.incident_id, shown.incident_id]);
    expect(deliveries.get(quiet.incident_id)).toEqual([
      { channel: 'desktop', kind: 'opened', state: 'skipped', at: null, error: 'Quiet hours' },
      { channel: 'desktop', kind: 'changed', state: 'sent', at: clock.nowMs(), error: null },
    ]);
    expect(deliveries.get(shown.incident_id)).toMatchObject([{ at: clock.nowMs() - HOUR_MS }]);
    expect(outbox.desktop.shownAt).toBe(clock.nowMs());
    expect(delivered).toEqual([quiet, quiet, shown, quiet].map(({ incident_id }) => incident_id));
  });

  it('an escalation that waited until it was acknowledged is not sent, and says why', async () => {
    const clock = noon();
    const disk = outboxDisk({});
    let why: string | null = null;
    const { outbox, notify, sent } = await openOutbox(disk, clock, () =>
      why === null ? failed('No route') : { ok: true, ref: null },
    );
    outbox.skipEscalations(() => why);
    const incident = critical();
    notify('escalated', incident);
    await clock.advance(0);
    why = 'Acknowledged meanwhile';
    notify('opened', critical());
    await clock.advance(HOUR_MS);
    expect(sent.map(({ message }) => message.event)).toEqual(['opened']);
    expect(disk.outbox[0]).toMatchObject({ event: 'escalated', state: 'skipped', error: 'Acknowledged meanwhile' });
  });

  it('of an incident that was over before its escalation could be sent, its end is said to those that heard of it', async () => {
    const clock = noon();
    let why: string | null = null;
    const { outbox, notify, sent } = await openOutbox(outboxDisk({}, {}), clock, (message, id) =>
      why === null && id === 'channel-2' && message.event === 'changed' ? failed('No route') : { ok: true, ref: null },
    );
    outbox.skipEscalations(() => why);
    const [heard, unheard] = [critical(), critical()];
    notify('opened', heard, ['channel-2']);
    await clock.advance(0);
    for (const incident of [heard, unheard]) notify('escalated', incident, ['channel-2']);
    await clock.advance(0);
    for (const incident of [heard, unheard]) notify('resolved', { ...incident, resolved_at: clock.nowMs() });
    await clock.advance(0);
    why = 'Resolved meanwhile';
    await clock.advance(HOUR_MS);
    expect(sent.map(({ message }) => [message.event, message.incident?.incident_id])).toEqual([
      ['opened', heard.incident_id],
      ['resolved', heard.incident_id],
    ]);
  });

  it('whether anybody gets an announcement now is known before it is sent', async () => {
    const { outbox } = await openOutbox(outboxDisk({ enabled: false }, { min_severity: 'critical' }), noon());
    const reaches = (incident: ReturnType<typeof warning>, channelIds: string[] | null, hasDesktop = false) =>
      outbox.receivers.reaches({ event: 'escalated', incident, at: 0, channelIds }, hasDesktop);
    expect(reaches(warning(), ['channel-1'])).toBe(false);
    expect(reaches(warning(), ['channel-1'], true)).toBe(true);
    expect(reaches(critical(), ['channel-1'])).toBe(true);
    expect(reaches(warning(), ['channel-2'], true)).toBe(true);
    expect(reaches(warning(), ['desktop'])).toBe(false);
  });

  it('no channel where a rule names the desktop only', async () => {
    const clock = noon();
    const { notify, sent } = await openOutbox(outboxDisk({}), clock);
    notify('opened', critical(), ['desktop']);
    await clock.advance(0);
    expect(sent).toEqual([]);
  });

  it('that it is over reaches those that heard of it, and no others', async () => {
    const clock = noon();
    const { notify, sent } = await openOutbox(outboxDisk({}, {}), clock);
    const incident = critical();
    notify('opened', incident, ['channel-2']);
    await clock.advance(MINUTE_MS);
    notify('resolved', { ...incident, resolved_at: clock.nowMs() });
    await clock.advance(0);
    expect(sent.map(({ channelId, message }) => `${channelId} ${message.event}`)).toEqual([
      'channel-2 opened',
      'channel-2 resolved',
    ]);
  });

  it('a channel that fails three times is said on another one, once, until it works', async () => {
    const clock = noon();
    let works = false;
    const { notify, sent, troubles, channels } = await openOutbox(outboxDisk({}, {}), clock, (_message, id) =>
      id === 'channel-2' || works ? { ok: true, ref: null } : failed('Connection refused'),
    );
    notify('opened', critical());
    await clock.advance(9 * MINUTE_MS);
    expect(troubles).toEqual(['channel-1 fails: Connection refused']);
    expect(channels.get('channel-1')?.failures).toBeGreaterThan(3);
    notify('opened', critical({ cause: { kind: 'site', key: 'powerhive:channel:channel-1' } }));
    works = true;
    await clock.advance(6 * MINUTE_MS);
    expect(troubles.at(-1)).toBe('channel-1 works');
    expect(channels.get('channel-1')).toMatchObject({ failures: 0, last_error: null });
    expect(sent.map(({ channelId }) => channelId)).toEqual(['channel-2', 'channel-2', 'channel-1']);
  });

  it.each([
    ['always asks to wait', { throttled: true, retryAfterMs: null }],
    ['asks to wait for an hour', { throttled: false, retryAfterMs: HOUR_MS }],
  ])('a channel that takes nothing for half an hour, and %s, is said on another one', async (_what, asks) => {
    const clock = noon();
    const { notify, troubles, channels } = await openOutbox(outboxDisk({}), clock, () => failed('Busy', asks));
    notify('opened', critical());
    await clock.advance(MINUTE_MS);
    expect(troubles).toEqual([]);
    expect(channels.get('channel-1')).toMatchObject({ last_error: 'Busy' });
    await clock.advance(62 * MINUTE_MS);
    expect(troubles).toEqual(['channel-1 fails: Busy']);
  });

  it('a channel whose settings are changed has no failures, also after the next start', async () => {
    const clock = noon();
    const disk = outboxDisk({ failures: 5, last_error: 'refused' });
    const { channels, troubles } = await openOutbox(disk, clock);
    const changed = await channels.update('channel-1', { name: 'Other' }, BY_TESTER.actor);
    expect(changed).toMatchObject({ ok: true, channel: { failures: 0 } });
    expect(troubles).toEqual(['channel-1 fails: refused', 'channel-1 works']);
    expect((await openOutbox(disk, clock)).troubles).toEqual([]);
  });
});

describe('once and truly', () => {
  it('the same announcement again is not sent again', async () => {
    const clock = noon();
    const { notify, sent } = await openOutbox(outboxDisk({}), clock);
    const incident = critical();
    notify('opened', incident);
    notify('opened', incident);
    await clock.advance(HOUR_MS);
    expect(sent).toHaveLength(1);
  });

  it('what fails is tried again, less and less often, and not before the receiver wants it', async () => {
    const clock = noon();
    const tries: number[] = [];
    const { notify, sent } = await openOutbox(outboxDisk({}), clock, () => {
      tries.push(clock.nowMs());
      if (tries.length === 4) return failed('too many', { throttled: true, retryAfterMs: 10 * MINUTE_MS });
      return tries.length < 6 ? failed('no answer') : { ok: true, ref: null };
    });
    notify('opened', critical());
    await clock.advance(HOUR_MS);
    expect(tries.map((at, index) => (at - (tries[index - 1] ?? at)) / 1000)).toEqual([0, 5, 10, 20, 600, 80]);
    expect(sent).toHaveLength(1);
  });

  it('a disk that takes nothing holds back no message, and gets what became of it later', async () => {
    const clock = noon();
    const disk = outboxDisk({ min_severity: 'critical' });
    const { outbox, notify, sent, errors } = await openOutbox(disk, clock);
    disk.broken = new Error('disk full');
    const incident = critical();
    notify('opened', incident);
    notify('opened', incident);
    await clock.advance(MINUTE_MS);
    notify('resolved', { ...incident, resolved_at: clock.nowMs() });
    await clock.advance(MINUTE_MS);
    expect(events(sent)).toEqual(['opened', 'resolved']);
    expect(errors.length).toBeGreaterThan(0);
    expect(disk.outbox).toEqual([]);
    const before = await outbox.deliveriesOf([incident.incident_id]);
    expect(before.get(incident.incident_id)?.map(({ state }) => state)).toEqual(['sent', 'sent']);
    disk.broken = null;
    notify('opened', critical());
    await clock.advance(MINUTE_MS);
    expect(disk.outbox.map(({ event, state }) => `${event} ${state}`)).toEqual([
      'opened sent',
      'resolved sent',
      'opened sent',
    ]);
    expect(sent).toHaveLength(3);
  });

  it('that it is over reaches only those that heard of it, also while nothing can be written', async () => {
    const clock = noon();
    const disk = outboxDisk({}, {});
    const { notify, sent } = await openOutbox(disk, clock);
    const [before, during] = [critical(), critical()];
    notify('opened', before, ['channel-1']);
    await clock.advance(MINUTE_MS);
    disk.broken = new Error('disk full');
    notify('opened', during, ['channel-2']);
    await clock.advance(MINUTE_MS);
    for (const incident of [before, during]) notify('resolved', { ...incident, resolved_at: clock.nowMs() });
    await clock.advance(MINUTE_MS);
    expect(sent.map(({ channelId, message }) => `${channelId} ${message.event}`)).toEqual([
      'channel-1 opened',
      'channel-2 opened',
      'channel-1 resolved',
      'channel-2 resolved',
    ]);
  });

  it('a digest that cannot be written is sent from memory, once, and holds up nothing behind it', async () => {
    const clock = noon();
    const disk = outboxDisk({ quiet_hours: { from: '11:00', to: '18:00' } });
    const { outbox, notify, sent } = await openOutbox(disk, clock);
    notify('opened', warning());
    await clock.advance(MINUTE_MS);
    expect(disk.outbox.map(({ state }) => state)).toEqual(['held']);
    disk.broken = new Error('disk full');
    notify('opened', warning());
    await clock.advance(7 * HOUR_MS + MINUTE_MS);
    notify('opened', critical());
    await clock.advance(MINUTE_MS);
    expect(events(sent)).toEqual(['digest', 'opened']);
    disk.broken = null;
    notify('opened', critical());
    await clock.advance(MINUTE_MS);
    expect(events(sent)).toEqual(['digest', 'opened', 'opened']);
    expect(disk.outbox.map(({ event, state }) => `${event} ${state}`).sort()).toEqual([
      'digest sent',
      'opened digested',
      'opened digested',
      'opened sent',
      'opened sent',
    ]);
    await outbox.stop();
  });

  it('a disk that does not answer delays a message once, and not each one', async () => {
    const clock = noon();
    const disk = outboxDisk({});
    const { notify, sent } = await openOutbox(disk, clock);
    disk.answers = new Promise(() => undefined);
    notify('opened', critical());
    await clock.advance(21_000);
    for (let n = 0; n < 5; n++) notify('opened', critical());
    await clock.advance(1000);
    expect(sent).toHaveLength(6);
  });

  it('a clock that is set back holds back no retry', async () => {
    const clock = noon();
    let works = false;
    const { notify, sent } = await openOutbox(outboxDisk({}), clock, () =>
      works ? { ok: true, ref: null } : failed('no answer'),
    );
    notify('opened', critical());
    await clock.advance(MINUTE_MS);
    works = true;
    clock.setBack(5 * HOUR_MS);
    await clock.advance(5 * MINUTE_MS);
    expect(sent).toHaveLength(1);
  });

  it('what waited for days is sent where that is possible then, and given up where it is not', async () => {
    for (const works of [true, false]) {
      const clock = noon();
      let isDown = true;
      const disk = outboxDisk({});
      const { notify, sent } = await openOutbox(disk, clock, () =>
        isDown ? failed('no answer') : { ok: true, ref: null },
      );
      for (let i = 0; i < 20; i++) notify('opened', critical());
      await clock.advance(MINUTE_MS);
      isDown = !works;
      // The computer slept, or its clock leaps.
      clock.setBack(-96 * HOUR_MS);
      for (let minute = 0; minute < 20; minute++) await clock.advance(MINUTE_MS);
      expect(sent).toHaveLength(works ? 20 : 0);
      if (works) expect(sent[0]?.message.body).toMatch(/^Sent late: this is from .*, 4 d 0 h ago\./);
      else expect(disk.outbox.map(({ state, error }) => `${state}: ${error}`)).toEqual(disk.outbox.map(() => GIVEN_UP));
    }
  });

  it('a digest does not wait until a clock that was set back is where it was', async () => {
    const clock = noon();
    clock.setBack(-3650 * 24 * HOUR_MS);
    const { notify, sent } = await openOutbox(outboxDisk({ quiet_hours: { from: '00:00', to: '23:59' } }), clock);
    notify('opened', warning());
    await clock.advance(MINUTE_MS);
    clock.setBack(3650 * 24 * HOUR_MS);
    for (let hour = 0; hour < 8; hour++) await clock.advance(HOUR_MS);
    expect(events(sent)).toEqual(['digest']);
  });

  it('a clock that leaps years ahead deletes no message', async () => {
    const clock = new ManualClock();
    const disk = outboxDisk({});
    disk.retentionNowMs = clock.nowMs();
    await openOutbox(disk, clock);
    clock.setBack(-3650 * 24 * HOUR_MS);
    await clock.advance(HOUR_MS);
    expect(disk.prunedBefore).toBe(disk.retentionNowMs - 90 * 24 * HOUR_MS);
  });

  it('two channels of one name are not made at the same time', async () => {
    const { channels } = await openOutbox(outboxDisk(), noon());
    const input = { kind: 'webhook', name: 'Ops', enabled: true, min_severity: 'info', quiet_hours: null } as const;
    const written = { ...input, digest_at: ['07:00'], settings: { url: 'http://127.0.0.1:1/', secret: 's3cret' } };
    const made = await Promise.all([written, written].map((one) => channels.create(one, BY_TESTER.actor)));
    expect(made.map(({ ok }) => ok)).toEqual([true, false]);
    expect(channels.all()).toHaveLength(1);
  });

  it('six hours without internet: everything arrives, and says from when it is', async () => {
    const clock = noon();
    const start = clock.nowMs();
    const isOnline = () => clock.nowMs() - start > 6 * HOUR_MS;
    const { notify, sent, outbox } = await openOutbox(outboxDisk({}), clock, () =>
      isOnline() ? { ok: true, ref: null } : failed('No network route'),
    );
    const incident = critical();
    notify('opened', incident);
    await clock.advance(HOUR_MS);
    notify('changed', { ...incident, title: 'overtaken' });
    await clock.advance(HOUR_MS);
    notify('changed', incident);
    await clock.advance(HOUR_MS);
    notify('resolved', { ...incident, resolved_at: clock.nowMs() });
    await clock.advance(3 * HOUR_MS + 6 * MINUTE_MS);
    expect(events(sent)).toEqual(['opened', 'changed', 'resolved']);
    expect(sent.map(({ message }) => message.body.split('\n')[0])).toEqual([
      expect.stringMatching(/^Sent late: this is from 12:00, 6 h/),
      expect.stringMatching(/^Sent late: this is from 14:00, 4 h/),
      expect.stringMatching(/^Sent late: this is from 15:00, 3 h/),
    ]);
    const of = (await outbox.deliveriesOf([incident.incident_id])).get(incident.incident_id);
    expect(of?.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'opened sent',
      'changed skipped',
      'changed sent',
      'resolved sent',
    ]);
  });

  it('what was being sent when the program was killed is sent once more, and never a third time', async () => {
    const disk = outboxDisk({});
    const clock = noon();
    const began: string[] = [];
    const never = (message: Message) => {
      began.push(message.id);
      return new Promise<never>(() => undefined);
    };
    const first = await openOutbox(disk, clock, never);
    first.notify('opened', critical());
    await clock.advance(0);
    expect(disk.outbox).toMatchObject([{ state: 'waiting', transmitting_at: clock.nowMs() }]);
    // A killed program leaves its disk unchanged.
    await openOutbox(structuredClone(disk), clock, () => ({ ok: true, ref: null })).then(async ({ sent }) => {
      await clock.advance(0);
      expect(sent).toHaveLength(1);
    });
    const second = structuredClone(disk);
    await openOutbox(second, clock, never);
    await clock.advance(0);
    expect(began).toHaveLength(2);
    expect(second.outbox).toMatchObject([{ unclear: 1 }]);
    const third = await openOutbox(second, clock, never);
    await clock.advance(HOUR_MS);
    expect(began).toHaveLength(2);
    expect(third.sent).toEqual([]);
    expect(second.outbox).toMatchObject([{ state: 'sent', error: expect.stringContaining('probably arrived') }]);
  });

  it('a message that its receiver calls wrong is given up, and holds nothing back', async () => {
    const clock = noon();
    const bad = critical({ title: 'bad' });
    const { notify, sent, outbox } = await openOutbox(outboxDisk({}), clock, ({ title }) =>
      title.includes('bad') ? failed('answered 400', { rejected: true }) : { ok: true, ref: null },
    );
    notify('opened', bad);
    notify('opened', critical({ title: 'good' }));
    await clock.advance(MINUTE_MS);
    expect(sent.map(({ message }) => message.title)).toEqual(['Critical: good']);
    const of = (await outbox.deliveriesOf([bad.incident_id])).get(bad.incident_id);
    expect(of).toMatchObject([{ state: 'failed', error: 'answered 400' }]);
  });

  it('a channel that could not be deleted still has what waits for it', async () => {
    const clock = noon();
    const disk = outboxDisk({});
    let works = false;
    const { notify, sent, channels } = await openOutbox(disk, clock, () =>
      works ? { ok: true, ref: null } : failed('no answer'),
    );
    notify('opened', critical());
    await clock.advance(MINUTE_MS);
    disk.broken = new Error('The disk is full');
    await expect(channels.remove('channel-1', BY_TESTER.actor)).rejects.toThrow('full');
    disk.broken = null;
    works = true;
    await clock.advance(HOUR_MS);
    expect(events(sent)).toEqual(['opened']);
  });

  it('a channel that is switched off or deleted gets nothing of before', async () => {
    const clock = noon();
    let works = false;
    const { notify, sent, channels, outbox } = await openOutbox(outboxDisk({}), clock, () =>
      works ? { ok: true, ref: null } : failed('no answer'),
    );
    const incident = critical();
    notify('opened', incident);
    await clock.advance(MINUTE_MS);
    await channels.update('channel-1', { enabled: false }, BY_TESTER.actor);
    works = true;
    await channels.update('channel-1', { enabled: true }, BY_TESTER.actor);
    await clock.advance(HOUR_MS);
    expect(sent).toEqual([]);
    const of = (await outbox.deliveriesOf([incident.incident_id])).get(incident.incident_id);
    expect(of).toMatchObject([{ state: 'skipped', error: 'The channel is switched off.' }]);
  });

  it('a message says where its miners are, as far as its title does not, until it is over', async () => {
    const clock = noon();
    const [named, unnamed, group] = ['02:95:23:00:00:01', '02:95:23:00:00:02', '02:95:23:00:00:03'] as const;
    const places = new Map([
      [named, { ip: '10.1.4.7', last_ip: '10.1.4.7', place: 'A/R7/3' }],
      [unnamed, { ip: '10.1.4.8', last_ip: '10.1.4.8', place: null }],
      [group, { ip: null, last_ip: '10.1.4.9', place: 'A/R7/5' }],
    ]);
    const { notify, sent } = await openOutbox({ ...outboxDisk({}), places }, clock);
    const of = (key: string, title: string) => critical({ title, cause: { kind: 'miner', key } });
    const fan = of(named, 'R1-S01: Fan 4 of 4 stopped');
    notify('opened', fan);
    notify('opened', of(unnamed, '10.1.4.8: Fan 4 of 4 stopped'));
    notify('opened', critical({ title: '5 miners offline', cause: { kind: 'rack', key: group } }));
    const pooled = { kind: 'pool', key: 'evil.example' } as const;
    notify('opened', critical({ title: '2 miners mine to evil.example', cause: pooled, miner_ids: [named, group] }));
    notify('resolved', { ...fan, resolved_at: clock.nowMs() });
    await clock.advance(MINUTE_MS);
    const where = ({ body }: Message) => body.split('\n').find((line) => /^(At|In) /.test(line));
    expect(sent.map(({ message }) => where(message))).toEqual([
      'At 10.1.4.7, A/R7/3',
      undefined,
      undefined,
      'In rack A/R7',
      undefined,
    ]);
  });

  it('a message that can be edited is edited, unless it got worse or is a reminder', async () => {
    const clock = noon();
    const disk = outboxDisk({ kind: 'telegram' });
    const { notify, sent } = await openOutbox(disk, clock, ({ editRef }) => ({
      ok: true,
      ref: editRef ?? `m${clock.nowMs()}`,
    }));
    const incident = warning({ changed_at: clock.nowMs() });
    const changed = (fields: object) => notify('changed', { ...incident, changed_at: clock.nowMs(), ...fields });
    notify('opened', incident);
    await clock.advance(2 * MINUTE_MS);
    changed({});
    await clock.advance(2 * MINUTE_MS);
    changed({ severity: 'critical' });
    await clock.advance(2 * MINUTE_MS);
    notify('reminder', incident);
    await clock.advance(2 * MINUTE_MS);
    notify('resolved', { ...incident, resolved_at: clock.nowMs() });
    await clock.advance(2 * MINUTE_MS);
    expect(sent.map(({ message }) => [message.event, message.editRef !== null])).toEqual([
      ['opened', false],
      ['changed', true],
      ['changed', false],
      ['changed', false],
      ['resolved', true],
    ]);
  });
});

describe('a digest of many', () => {
  it('has a hundred of each list, the worst first, and how many more there are', () => {
    const held = Array.from({ length: 312 }, (_, i) => ({
      event: 'opened' as const,
      at: OPENED_AT,
      incident: warning({ title: `W${i}`, hashrate_lost_hs: i }),
    }));
    const digest = composeDigest(held, new Set(), OPENED_AT + HOUR_MS, null);
    expect(digest).toMatchObject({
      broke: { length: 100, 0: { title: 'W311' } },
      recovered: [],
      still_open: { length: 100 },
      more: { broke: 212, recovered: 0, closed: 0, still_open: 212 },
    });
    const { title, body } = digestText(digest, OPENED_AT + HOUR_MS);
    expect(title).toBe('Digest: 312 new problems, 0 recovered, 312 still open');
    expect(body).toContain('- and 292 more');
    // A digest that has been waiting since a version without `more`.
    const { more: _, ...older } = digest;
    expect(digestText(older, OPENED_AT).title).toBe('Digest: 100 new problems, 0 recovered, 100 still open');
  });
});

describe('the hourly limit', () => {
  it('one message a minute and twelve an hour, besides critical ones; the rest is in one digest', async () => {
    const clock = noon();
    const { notify, sent, channels, outbox } = await openOutbox(outboxDisk({}), clock);
    const incidents = Array.from({ length: 40 }, (_, i) => warning({ title: `W${i}`, hashrate_lost_hash: i * 3.6e18 }));
    for (const incident of incidents) notify('opened', incident);
    await clock.advance(5000);
    notify('opened', critical({ title: 'C' }));
    await clock.advance(0);
    expect(sent.map(({ message }) => message.title)).toEqual(['Warning: W0', 'Critical: C']);
    await clock.advance(HOUR_MS - 10_000);
    const warnings = sent.filter(({ message }) => message.severity === 'warning');
    expect(warnings).toHaveLength(12);
    const gaps = warnings.slice(1).map(({ at }, i) => at - (warnings[i]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(MINUTE_MS);
    const [channel] = channels.all();
    expect(channel && outbox.shown(channel)).toMatchObject({ waiting: 0, held: 28 });
    // A problem that was held back recovers: this is in the digest too.
    const back = incidents[39] ?? warning();
    notify('resolved', { ...back, resolved_at: clock.nowMs() });
    await clock.advance(7 * HOUR_MS);
    const digests = sent.filter(({ message }) => message.event === 'digest');
    expect(digests).toHaveLength(1);
    expect(new Date(digests[0]?.at ?? 0).getHours()).toBe(19);
    expect(digests[0]?.message.title).toBe('Digest: 28 new problems, 1 recovered, 40 open now');
    const digest = digests[0]?.message.digest;
    expect(digest?.lost_most.map(({ title }) => title)).toEqual(Array.from({ length: 10 }, (_, i) => `W${39 - i}`));
    const said = new Set([
      ...sent.map(({ message }) => message.title),
      ...(digest?.broke ?? []).map(({ title }) => `Warning: ${title}`),
    ]);
    expect(incidents.filter(({ title }) => !said.has(`Warning: ${title}`))).toEqual([]);
    const of = (await outbox.deliveriesOf([back.incident_id])).get(back.incident_id);
    expect(of?.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['digest sent', 'digest sent']);
  });

  it('what was over before it was its turn is in the digest, unless it is critical', async () => {
    const clock = noon();
    const { notify, sent } = await openOutbox(outboxDisk({}), clock);
    const [first, brief, grave] = [warning({ title: 'W0' }), warning({ title: 'W1' }), critical({ title: 'C' })];
    for (const incident of [first, brief, grave]) notify('opened', incident);
    await clock.advance(20_000);
    for (const incident of [first, brief, grave]) notify('resolved', { ...incident, resolved_at: clock.nowMs() });
    await clock.advance(HOUR_MS);
    expect(sent.map(({ message }) => message.title)).toEqual([
      'Critical: C',
      'Warning: W0',
      'Resolved: C',
      'Resolved: W0',
    ]);
    await clock.advance(8 * HOUR_MS);
    expect(sent.at(-1)?.message.digest).toMatchObject({ broke: [{ title: 'W1' }], recovered: [{ title: 'W1' }] });
  });

  it('counts what was sent before a restart', async () => {
    const clock = noon();
    const disk = outboxDisk({});
    const before = await openOutbox(disk, clock);
    for (let i = 0; i < 12; i++) {
      before.notify('opened', warning());
      await clock.advance(MINUTE_MS);
    }
    expect(before.sent).toHaveLength(12);
    await before.outbox.stop();
    const after = await openOutbox(disk, clock);
    after.notify('opened', warning());
    await clock.advance(30 * MINUTE_MS);
    expect(after.sent).toEqual([]);
    await clock.advance(8 * HOUR_MS);
    expect(events(after.sent)).toEqual(['digest']);
  });

  it('quiet hours let critical ones through, and nothing else', async () => {
    const clock = noon();
    const { notify, sent } = await openOutbox(outboxDisk({ quiet_hours: { from: '11:00', to: '13:00' } }), clock);
    notify('opened', warning());
    notify('opened', critical());
    await clock.advance(2 * HOUR_MS);
    expect(sent.map(({ message }) => message.severity)).toEqual(['critical']);
    await clock.advance(6 * HOUR_MS);
    expect(events(sent)).toEqual(['opened', 'digest']);
  });

  it('quiet hours let warnings through where they may, and hold what is for information', async () => {
    const clock = noon();
    const quiet_hours = { from: '11:00', to: '13:00', min_severity: 'warning' } as const;
    const { notify, sent } = await openOutbox(outboxDisk({ quiet_hours, min_severity: 'info' }), clock);
    notify('opened', { ...warning(), severity: 'info' });
    notify('opened', warning());
    await clock.advance(HOUR_MS);
    expect(sent.map(({ message }) => message.severity)).toEqual(['warning']);
    await clock.advance(7 * HOUR_MS);
    expect(events(sent)).toEqual(['opened', 'digest']);
  });

  it('quiet hours let through what gets as serious as they allow, although its beginning is held', async () => {
    const clock = noon();
    const quiet_hours = { from: '11:00', to: '13:00', min_severity: 'warning' } as const;
    const { notify, sent } = await openOutbox(outboxDisk({ quiet_hours, min_severity: 'info' }), clock);
    const incident = warning();
    notify('opened', { ...incident, severity: 'info' });
    await clock.advance(MINUTE_MS);
    notify('changed', incident);
    await clock.advance(MINUTE_MS);
    expect(events(sent)).toEqual(['changed']);
    // A problem that is not worse than the held one joins it in the digest.
    notify('changed', { ...incident, severity: 'info' });
    await clock.advance(2 * HOUR_MS);
    expect(events(sent)).toEqual(['changed']);
    await clock.advance(6 * HOUR_MS);
    expect(events(sent)).toEqual(['changed', 'digest']);
  });

  it('a digest has what is still open as it is then, and not what went on in another incident', async () => {
    const clock = noon();
    const disk = outboxDisk({ quiet_hours: { from: '12:00', to: '18:00' } });
    const { notify, sent } = await openOutbox(disk, clock);
    const [rack, single] = [warning({ title: '12 miners hot in rack R2' }), warning({ title: 'R1: Hot' })];
    for (const incident of [rack, single]) notify('opened', incident);
    await clock.advance(MINUTE_MS);
    disk.openNow = [{ ...rack, title: '15 miners hot in rack R2', hashrate_lost_hash: 3.6e18 }];
    await clock.advance(8 * HOUR_MS);
    expect(sent[0]?.message.digest).toMatchObject({
      broke: [{ title: '15 miners hot in rack R2' }, { title: 'R1: Hot' }],
      still_open: [{ incident_id: rack.incident_id }],
      lost_most: [{ title: '15 miners hot in rack R2', hashrate_lost_hash: 3.6e18 }],
    });
  });

  it('a digest does not call what was closed recovered', async () => {
    const clock = noon();
    const { notify, sent } = await openOutbox(outboxDisk({ quiet_hours: { from: '12:00', to: '18:00' } }), clock);
    const incident = warning({ title: 'R1: Hot' });
    notify('opened', incident);
    await clock.advance(MINUTE_MS);
    notify('resolved', { ...incident, resolved_at: clock.nowMs(), ended_because: 'maintenance began' });
    await clock.advance(8 * HOUR_MS);
    expect(sent[0]?.message).toMatchObject({
      title: 'Digest: 1 new problem, 0 recovered, 1 closed, 0 open now',
      body: expect.stringContaining('Closed, not known to be over:\n- R1: Hot: maintenance began'),
    });
  });

  it('what is closed by maintenance is only in the digest, however serious it was; programs and edited messages have it at once', async () => {
    const clock = noon();
    const disk = outboxDisk({ kind: 'email' }, { kind: 'webhook' }, { kind: 'telegram' });
    const { notify, sent } = await openOutbox(disk, clock, () => ({ ok: true, ref: '7' }));
    const incidents = Array.from({ length: 30 }, (_, i) => critical({ title: `M${i}: Offline` }));
    for (const incident of incidents) notify('opened', incident);
    for (let minute = 0; minute < 5; minute++) await clock.advance(MINUTE_MS);
    expect(sent).toHaveLength(90);
    const after = { resolved_at: clock.nowMs(), ended_because: 'maintenance began' };
    for (const incident of incidents) notify('resolved', { ...incident, ...after });
    for (let minute = 0; minute < 5; minute++) await clock.advance(MINUTE_MS);
    const ends = sent.slice(90);
    const endsOf = (channel: string) =>
      ends.filter(({ channelId }) => channelId === channel).map(({ message }) => message);
    expect(endsOf('channel-1')).toEqual([]);
    expect(endsOf('channel-2')).toHaveLength(30);
    expect(endsOf('channel-2')[0]).toMatchObject({
      event: 'resolved',
      title: 'Closed, maintenance began: M0: Offline',
    });
    expect(endsOf('channel-3').map(({ editRef }) => editRef)).toEqual(incidents.map(() => '7'));
    await clock.advance(8 * HOUR_MS);
    const [digest, ...others] = sent.slice(150);
    expect(others).toEqual([]);
    expect(digest).toMatchObject({
      channelId: 'channel-1',
      message: {
        title: 'Digest: 0 new problems, 0 recovered, 30 closed, 0 open now',
        body: expect.stringContaining('\n- M0: Offline: maintenance began\n'),
        digest: {
          recovered: [],
          closed: incidents.map(({ title }) => ({ title, ended_because: 'maintenance began' })),
        },
      },
    });
  });

  it('what an operator has resolved is a message, and what was closed before its message was sent is none', async () => {
    const clock = noon();
    let isDown = true;
    const disk = outboxDisk({ kind: 'email' }, { kind: 'telegram' });
    const { notify, sent } = await openOutbox(disk, clock, () =>
      isDown ? failed('No route') : { ok: true, ref: '7' },
    );
    const [unsaid, byHand] = [critical({ title: 'M0: Offline' }), critical({ title: 'M1: Offline' })];
    for (const incident of [unsaid, byHand]) notify('opened', incident);
    await clock.advance(MINUTE_MS);
    const after = { resolved_at: clock.nowMs(), ended_because: 'maintenance began' };
    notify('resolved', { ...unsaid, ...after });
    notify('resolved', { ...byHand, ...after, resolved_by: 'browser', ended_because: 'resolved by browser' });
    isDown = false;
    sent.length = 0;
    for (let minute = 0; minute < 10; minute++) await clock.advance(MINUTE_MS);
    expect(sent.map(({ message }) => message.title).sort()).toEqual(
      ['Closed', 'Closed', 'Critical', 'Critical'].map((word) => `${word}: M1: Offline`),
    );
  });

  it('a digest has what was reopened as open, and not as recovered', async () => {
    const clock = noon();
    const quiet_hours = { from: '12:00', to: '18:00' };
    const { notify, sent } = await openOutbox(outboxDisk({ quiet_hours }), clock);
    const incident = warning({ title: 'R1: Hot' });
    notify('opened', incident);
    await clock.advance(MINUTE_MS);
    notify('resolved', { ...incident, resolved_at: clock.nowMs() });
    await clock.advance(MINUTE_MS);
    notify('reminder', incident);
    await clock.advance(8 * HOUR_MS);
    expect(sent.map(({ message }) => message.title)).toEqual(['Digest: 1 new problem, 0 recovered, 1 open now']);
  });
});
