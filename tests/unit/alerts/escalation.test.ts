import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor, Miner } from '../../../src-shared/model/index.ts';
import { AlertFarm } from '../../fixtures/alert-farm.ts';
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

const events = (): string[] => farm.notices.map(({ event }) => event);
const incidentId = (): string => farm.incidents.views.open()[0]?.incident_id ?? '';
const escalate = (rule: string, escalation: typeof TEN_MINUTES | null) =>
  farm.rules.change(farm.rules.get(rule) as never, { escalation }, OPERATOR);

describe('an incident that nobody acknowledges', () => {
  it('is sent to another channel once, after the time of its rule, and its end follows', async () => {
    await escalate('fan_lost', TEN_MINUTES);
    farm.change(ID, { attention: FAN });
    await farm.pass(600);
    expect(events()).toEqual(['opened']);
    await farm.pass(100);
    expect(events()).toEqual(['opened', 'escalated']);
    const [opened, escalated] = farm.notices;
    expect(escalated).toMatchObject({ channelIds: ['night'], at: (opened?.incident.opened_at ?? 0) + 600_000 });
    await farm.pass(3600);
    expect(events()).toEqual(['opened', 'escalated']);
    const detail = await farm.incidents.views.get(incidentId());
    expect(detail?.timeline.at(-1)).toMatchObject({ event: 'escalated', message: 'Not acknowledged for 10 min' });
    farm.change(ID, { attention: [] });
    await farm.pass(80);
    expect(events()).toEqual(['opened', 'escalated', 'resolved']);
  });

  it('follows the settings where its rule says nothing, if it is critical', async () => {
    farm.escalation = { after_seconds: 300, channels: ['boss'] };
    farm.change(ID, { attention: HOT });
    await farm.pass(900);
    expect(events()).toEqual(['opened']);
    farm.change(ID, { attention: FAN });
    await farm.pass(400);
    expect(farm.notices.filter(({ event }) => event === 'escalated')).toEqual([
      expect.objectContaining({ channelIds: ['boss'] }),
    ]);
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
    // As it was before the write that follows the message.
    next.store.incidentRows.set(key, { ...row, incident: { ...row.incident, escalated_at: null } });
    const before = farm.notices.filter(({ event }) => event === 'escalated').map(({ at }) => at);
    farm = await next.start();
    await farm.pass(60);
    // The outbox knows it by this moment, and sends it once.
    expect(farm.notices.map(({ event, at }) => ({ event, at }))).toEqual([{ event: 'escalated', at: before[0] }]);
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
