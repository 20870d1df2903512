import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor, Miner } from '../../../src-shared/model/index.ts';
import { AlertFarm } from '../../fixtures/alerts/alert-farm.ts';
import { minerRow, NOW } from '../renderer/miner-row.ts';

const OPERATOR: Actor = { via: 'browser', name: 'browser', scope: 'operate' };
const FAN: Miner['attention'] = [{ code: 'fan_lost', severity: 'critical', message: 'Fan 3 of 4 stopped.' }];
const HOT: Miner['attention'] = [{ code: 'hot', severity: 'warning', message: 'Chip at 98 °C.' }];
const ID = '02:95:23:00:00:01';
const TEN_MINUTES = { after_seconds: 600, channels: ['night'] };

let farm: AlertFarm;

beforeEach(async () => {
  farm = await new AlertFarm(NOW).start();
  farm.rows.set(ID, minerRow({ id: ID, ip: '10.1.0.1', nickname: 'M1' }));
});

const events = (): string[] => farm.announcements.map(({ event }) => event);
const incidentId = (): string => farm.incidents.views.open()[0]?.incident_id ?? '';
const escalate = (rule: string, escalation: typeof TEN_MINUTES | null) =>
  farm.rules.change(farm.rules.get(rule) as never, { escalation }, OPERATOR);

/** Starts the program again with what is on disk, after it did not run for this time. */
const restarted = (awayMs = 0, scans = true): Promise<AlertFarm> => {
  const next = new AlertFarm(farm.clock.nowMs() + awayMs);
  next.scans = scans;
  for (const [id, miner] of farm.rows) next.rows.set(id, miner);
  for (const [id, rule] of farm.store.rules_) next.store.rules_.set(id, rule);
  for (const [id, row] of farm.store.incidentRows) next.store.incidentRows.set(id, row);
  return next.start();
};

describe('an incident that nobody acknowledges', () => {
  it('is sent to another channel once, after the time of its rule, and its end follows', async () => {
    await escalate('fan_lost', TEN_MINUTES);
    farm.change(ID, { attention: FAN });
    await farm.pass(600);
    expect(events()).toEqual(['opened']);
    await farm.pass(100);
    expect(events()).toEqual(['opened', 'escalated']);
    const [opened, escalated] = farm.announcements;
    expect(escalated).toMatchObject({ channelIds: ['night'], at: (opened?.incident.opened_at ?? 0) + 600_000 });
    await farm.pass(3600);
    expect(events()).toEqual(['opened', 'escalated']);
    const detail = await farm.incidents.views.get(incidentId());
    expect(detail?.timeline.at(-1)).toMatchObject({ event: 'escalated', message: 'Not acknowledged for 10 min' });
    farm.change(ID, { attention: [] });
    await farm.pass(80);
    expect(events()).toEqual(['opened', 'escalated', 'resolved']);
  });

  it('does not wait until a clock that was set back is where it was, and is repeated as it was to be', async () => {
    await escalate('fan_lost', TEN_MINUTES);
    await farm.rules.change(farm.rules.get('fan_lost') as never, { repeat_seconds: 1800 }, OPERATOR);
    farm.change(ID, { attention: FAN });
    await farm.pass(100);
    expect(events()).toEqual(['opened']);
    farm.clock.setBack(86_400_000);
    await farm.pass(700);
    expect(events()).toEqual(['opened', 'escalated']);
    await farm.pass(1900);
    expect(events()).toEqual(['opened', 'escalated', 'reminder']);
  });

  it('follows the settings where its rule says nothing, if it is critical', async () => {
    farm.escalation = { after_seconds: 300, channels: ['boss'] };
    farm.change(ID, { attention: HOT });
    await farm.pass(900);
    expect(events()).toEqual(['opened']);
    farm.change(ID, { attention: FAN });
    // A fault that became more serious is timed from then on, not from the milder fault.
    const opened = () => farm.announcements.filter(({ event }) => event === 'changed').at(-1)?.at ?? 0;
    await farm.pass(290);
    expect(events()).not.toContain('escalated');
    await farm.pass(110);
    const escalated = farm.announcements.filter(({ event }) => event === 'escalated');
    expect(escalated).toEqual([expect.objectContaining({ channelIds: ['boss'] })]);
    expect((escalated[0]?.at ?? 0) - opened()).toBeGreaterThanOrEqual(300_000);
  });

  it('waits while it is acknowledged or snoozed, and its time begins again with the end of that', async () => {
    await escalate('fan_lost', TEN_MINUTES);
    farm.change(ID, { attention: FAN });
    await farm.pass(300);
    await farm.incidents.actions.acknowledge(incidentId(), OPERATOR);
    await farm.pass(1800);
    await farm.incidents.actions.reopen(incidentId(), OPERATOR);
    await farm.pass(590);
    expect(events()).not.toContain('escalated');
    await farm.incidents.actions.snooze(incidentId(), farm.clock.nowMs() + 900_000, OPERATOR);
    await farm.pass(1490);
    expect(events()).toEqual(['opened', 'reminder']);
    await farm.pass(30);
    expect(events()).toEqual(['opened', 'reminder', 'escalated']);
  });

  it('is escalated with the same moment again where a kill left open whether it was sent', async () => {
    await escalate('fan_lost', TEN_MINUTES);
    farm.change(ID, { attention: FAN });
    await farm.pass(700);
    const [[key, row] = ['', undefined]] = farm.store.incidentRows;
    if (row === undefined) throw new Error('nothing is stored');
    const next = new AlertFarm(farm.clock.nowMs());
    for (const [id, miner] of farm.rows) next.rows.set(id, miner);
    for (const [id, rule] of farm.store.rules_) next.store.rules_.set(id, rule);
    // The state before the write that follows the message.
    const timeline = row.timeline.filter(({ event }) => event !== 'escalated');
    next.store.incidentRows.set(key, { ...row, timeline });
    const before = farm.announcements.filter(({ event }) => event === 'escalated').map(({ at }) => at);
    farm = await next.start();
    await farm.pass(60);
    // The outbox identifies it by this time, and sends it once.
    expect(farm.announcements.map(({ event, at }) => ({ event, at }))).toEqual([{ event: 'escalated', at: before[0] }]);
  });

  it('is not said again after a start where it was sent', async () => {
    await escalate('fan_lost', TEN_MINUTES);
    farm.change(ID, { attention: FAN });
    await farm.pass(700);
    expect(events()).toContain('escalated');
    farm = await restarted();
    await farm.pass(1200);
    expect(events()).not.toContain('escalated');
  });

  it('waits while PowerHive is blind, cut off or has not scanned, and that time does not count', async () => {
    await escalate('fan_lost', TEN_MINUTES);
    farm.change(ID, { attention: FAN });
    await farm.pass(300);
    farm.watching = { state: 'not_watching', since_at: 0, reason: 'No network' };
    await farm.pass(1200);
    farm.watching = { state: 'watching', since_at: 0, reason: null };
    await farm.pass(200);
    // The computer sleeps for an hour.
    await farm.clock.advance(3_600_000);
    await farm.pass(10);
    farm.beyondReach.add(ID);
    await farm.pass(600);
    farm.beyondReach.clear();
    await farm.pass(50);
    expect(events()).not.toContain('escalated');
    await farm.pass(200);
    expect(events()).toContain('escalated');
  });

  it('waits for the first scan after a start, and the time without PowerHive does not count', async () => {
    await escalate('fan_lost', TEN_MINUTES);
    farm.change(ID, { attention: FAN });
    await farm.pass(300);
    farm.change(ID, { last_seen_at: farm.clock.nowMs() });
    farm = await restarted(8 * 3_600_000, false);
    await farm.pass(120);
    farm.scans = true;
    await farm.pass(250);
    expect(events()).not.toContain('escalated');
    await farm.pass(200);
    expect(events()).toContain('escalated');
    // The outbox drops what is three days old: the announcement has the present time, not the time
    // when it was due.
    const at = farm.announcements.find(({ event }) => event === 'escalated')?.at ?? 0;
    expect(farm.clock.nowMs() - at).toBeLessThan(200_000);
  });

  it('stays due while no channel can be reached', async () => {
    await escalate('fan_lost', TEN_MINUTES);
    farm.change(ID, { attention: FAN });
    farm.hasRecipient = false;
    await farm.pass(900);
    expect(events()).not.toContain('escalated');
    expect((await farm.incidents.views.get(incidentId()))?.timeline.map(({ event }) => event)).not.toContain(
      'escalated',
    );
    farm.hasRecipient = true;
    await farm.pass(10);
    expect(events()).toContain('escalated');
  });

  it('says why an incident needs nobody any more', async () => {
    farm.change(ID, { attention: FAN });
    await farm.pass(300);
    const id = incidentId();
    expect(farm.incidents.whyAttended(id)).toBeNull();
    await farm.incidents.actions.snooze(id, farm.clock.nowMs() + 900_000, OPERATOR);
    expect(farm.incidents.whyAttended(id)).toBe('Snoozed meanwhile');
    await farm.incidents.actions.acknowledge(id, OPERATOR);
    expect(farm.incidents.whyAttended(id)).toBe('Acknowledged meanwhile');
    expect(farm.incidents.whyAttended('gone')).toBe('Resolved meanwhile');
  });

  it('stays due while the outbox takes nothing', async () => {
    await escalate('fan_lost', TEN_MINUTES);
    farm.change(ID, { attention: FAN });
    await farm.pass(300);
    farm.outboxBroken = new Error('disk full');
    await farm.pass(600);
    expect(events()).toEqual(['opened']);
    farm.outboxBroken = null;
    await farm.pass(10);
    expect(events()).toEqual(['opened', 'escalated']);
  });
});
