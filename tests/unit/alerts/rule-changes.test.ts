import { describe, expect, it } from 'vitest';
import { RuleStore } from '../../../src-main/alerts/rules/rule-store.ts';
import { createMaintenanceOperations } from '../../../src-main/app/operations/maintenance.ts';
import { createRuleOperations } from '../../../src-main/app/operations/rules.ts';
import type { RecordChange } from '../../../src-main/events/bus.ts';
import { type Actor, NewRule, RulePatch } from '../../../src-shared/model/index.ts';

const ACTOR: Actor = { via: 'browser', name: 'browser', scope: 'operate' };

/** Rules on a disk where each write takes a moment. */
function slowRules(): RuleStore {
  const record = (async () => new Promise((resolve) => setTimeout(resolve, 5))) as unknown as RecordChange;
  return new RuleStore({ rules: async () => [] }, record, () => undefined);
}

it('two changes of a rule at the same time are both kept', async () => {
  const rules = slowRules();
  const { update } = createRuleOperations({ rules } as never);
  const change = (body: object) => update({ params: { id: 'offline' }, body }, { actor: ACTOR });
  await Promise.all([change({ severity: 'warning' }), change({ enabled: false }), change({ for_seconds: 60 })]);
  expect(rules.get('offline')).toMatchObject({ severity: 'warning', enabled: false, for_seconds: 60 });
});

describe('a rule that could not do what it says is refused', () => {
  const known = new Map([
    ['mail', { kind: 'email', name: 'Mail' }],
    ['beat', { kind: 'heartbeat', name: 'Watchdog' }],
  ]);
  const channels = { get: (id: string) => known.get(id) ?? null };
  const rules = slowRules();
  const { create, update } = createRuleOperations({ rules, channels } as never);
  const make = (fields: object) =>
    create(NewRule.parse({ name: 'Own', query: 'temp>80', for_seconds: 60, ...fields }), { actor: ACTOR });
  const refused = (path: string, message: string) => ({ ok: false, refusal: { message, data: { path } } });

  it('where it names a channel that does not exist, or takes no alerts', async () => {
    expect(await make({ channels: ['mail', 'gone'] })).toMatchObject(
      refused('channels', 'channels: there is no channel gone.'),
    );
    expect(await make({ channels: ['beat'] })).toMatchObject(
      refused('channels', 'channels: Watchdog is a heartbeat, which gets no alerts.'),
    );
    const escalation = { after_seconds: 60, channels: ['gone'] };
    expect(await make({ escalation })).toMatchObject(
      refused('escalation.channels', 'escalation.channels: there is no channel gone.'),
    );
    expect(await update({ params: { id: 'offline' }, body: { channels: ['gone'] } }, { actor: ACTOR })).toMatchObject(
      refused('channels', 'channels: there is no channel gone.'),
    );
  });

  it('where it could never end', async () => {
    const message = 'clear_query: must not match only miners that "query" matches too: the incident would never end.';
    expect(await make({ clear_query: 'temp>80' })).toMatchObject(refused('clear_query', message));
    const { id } = rules.get('hashrate_low') ?? { id: '' };
    expect(await update({ params: { id }, body: { query: 'hashrate<100%' } }, { actor: ACTOR })).toMatchObject({
      ok: true,
    });
    expect(await update({ params: { id }, body: { clear_query: 'hashrate<90%' } }, { actor: ACTOR })).toMatchObject(
      refused('clear_query', message),
    );
    const body = { clear_query: 'temp<80' };
    expect(await update({ params: { id: 'paused' }, body }, { actor: ACTOR })).toMatchObject(
      refused('clear_query', 'clear_query: a rule about racks or PowerHive itself has none.'),
    );
  });

  it('and one whose channel was deleted since can still be changed', async () => {
    const made = await make({ channels: ['mail', 'desktop'] });
    expect(made).toMatchObject({ ok: true });
    known.delete('mail');
    const id = made.ok ? made.value.id : '';
    const body = { enabled: false, channels: ['mail', 'desktop'] };
    expect(await update({ params: { id }, body }, { actor: ACTOR })).toMatchObject({ ok: true });
  });
});

it('the name of a rule is one line, because it may be the title of a message', () => {
  expect(NewRule.safeParse({ name: 'Hot\nBcc: x', query: 'temp>80', for_seconds: 60 }).success).toBe(false);
  expect(RulePatch.safeParse({ name: 'Hot\u0000' }).success).toBe(false);
  expect(RulePatch.safeParse({ name: 'Hot 😀 عربى' }).success).toBe(true);
});

it('maintenance of a rule that does not exist is refused', async () => {
  const windows = { all: () => [], add: () => expect.fail('It was planned') };
  const clock = { nowMs: () => 1000 };
  const { create } = createMaintenanceOperations({ rules: slowRules(), maintenance: windows, clock } as never);
  const input = { query: 'rack:R7', ends_at: 2000, reason: '', rule_ids: ['offline', 'ofline'] };
  expect(await create(input, { actor: ACTOR })).toMatchObject({ ok: false });
});

it('a rule that is changed while it is deleted does not come back', async () => {
  const rules = slowRules();
  const { create, update, remove } = createRuleOperations({ rules } as never);
  const made = await create(
    {
      ...{ name: 'Own', query: 'temp>80', for_seconds: 60, clear_query: null, clear_for_seconds: 0 },
      ...{ severity: 'info', enabled: true, channels: [], repeat_seconds: null, escalation: null },
      ...{ suggested_action: null, not_while: null, grouping: 'cause' },
    },
    { actor: ACTOR },
  );
  const id = made.ok ? made.value.id : '';
  const [, changed] = await Promise.all([
    remove({ id }, { actor: ACTOR }),
    update({ params: { id }, body: { enabled: false } }, { actor: ACTOR }),
  ]);
  expect(changed).toMatchObject({ ok: false });
  expect(rules.get(id)).toBeNull();
});

it('a change of a rule is noted as what differs, old and new, and one of nothing not at all', async () => {
  const recorded: object[] = [];
  const record = (async (events: readonly object[]) => void recorded.push(...events)) as unknown as RecordChange;
  const rules = new RuleStore({ rules: async () => [] }, record, () => undefined);
  const rule = rules.get('offline') ?? expect.fail('no rule');
  const { name, query, clear_query, severity } = rule;
  const sent = { name, query, clear_query, severity };
  await rules.change(rule, { ...sent, for_seconds: 600 }, ACTOR);
  expect(recorded).toMatchObject([
    { data: { fields: ['for_seconds'], changes: [{ path: 'for_seconds', before: 180, after: 600 }] } },
  ]);
  await rules.change(rules.get('offline') ?? rule, { ...sent, for_seconds: 600 }, ACTOR);
  expect(recorded).toHaveLength(1);
});
