import { beforeEach, describe, expect, it } from 'vitest';
import { whyNotAutomatic } from '../../../src-main/alerts/automatic/automatic-rules.ts';
import { faultText } from '../../../src-main/alerts/incidents/incident-titles.ts';
import { compileRule } from '../../../src-main/alerts/rules/compiled-rule.ts';
import type { Actor, Miner, NewRule, Rule } from '../../../src-shared/model/index.ts';
import { AlertFarm } from '../../fixtures/alerts/alert-farm.ts';
import { minerRow, NOW, status } from '../renderer/miner-row.ts';

const OPERATOR: Actor = { via: 'browser', name: 'browser', scope: 'operate' };
const STUCK: Miner['attention'] = [{ code: 'start_stuck', severity: 'warning', message: 'Starting for 40 min.' }];
const FAN: Miner['attention'] = [{ code: 'fan_lost', severity: 'critical', message: 'Fan 3 of 4 stopped.' }];
const FAILED: Miner['attention'] = [{ code: 'failure', severity: 'critical', message: 'Failed: chain break.' }];
const CONFLICT: Miner['attention'] = [{ code: 'address_conflict', severity: 'warning', message: 'Two devices.' }];
const ID = '02:95:23:00:00:01';

let farm: AlertFarm;

/** A farm of one miner with only this rule of the operator. */
async function withRule(query: string, row: Partial<Miner>, fields: Partial<NewRule> = {}): Promise<Rule> {
  farm.rows.set(ID, minerRow({ id: ID, ip: '10.1.0.1', nickname: 'M1', ...row }));
  for (const rule of farm.rules.all()) await farm.rules.change(rule, { enabled: false }, OPERATOR);
  return farm.rules.create(
    {
      ...{ name: 'Mine', query, for_seconds: 60, clear_query: null, clear_for_seconds: 0 },
      ...{ severity: 'warning', enabled: true, channels: [], repeat_seconds: null, escalation: null },
      ...{ suggested_action: null, not_while: null, grouping: 'cause' },
      ...fields,
    },
    OPERATOR,
  );
}

const open = (): string[] => farm.incidents.views.open().map(({ title }) => title);

beforeEach(async () => {
  farm = await new AlertFarm(NOW).start();
});

describe('a rule of the operator', () => {
  const starting = status({ state: 'starting', hashrate_hs: 0, hashrate_expected_hs: 104e12 });

  it.each(['hashrate<80%', 'hashrate<80% -condition=start_stuck', 'hashrate<80% condition!=restarting_often'])(
    'that asks for %s says nothing of a miner that starts',
    async (query) => {
      await withRule(query, { latest_status: starting });
      await farm.pass(120);
      expect(open()).toEqual([]);
    },
  );

  it.each(['condition=start_stuck', 'condition:stuck', 'condition=START_STUCK', 'condition:*stuck'])(
    'that asks for %s finds it as the search does',
    async (query) => {
      await withRule(query, { latest_status: starting, attention: STUCK });
      await farm.pass(120);
      expect(open()).toEqual(['M1: Starting for 40 min']);
    },
  );

  it('that asks for miners in maintenance finds them there', async () => {
    await withRule('maintenance:yes hashing', {});
    const now = farm.clock.nowMs();
    const window = { query: 'name:M1', ends_at: now + 600_000, reason: '', rule_ids: [] };
    await farm.maintenance.add(window, OPERATOR, now);
    await farm.pass(120);
    expect(open()).toEqual(['M1: Mine']);
    await farm.pass(600);
    expect(open()).toEqual([]);
  });

  it.each(['state=failed', 'failed'])('that asks for %s is not over because the miner is not read', async (query) => {
    await withRule(query, { latest_status: status({ state: 'failure' }), attention: FAILED });
    await farm.pass(120);
    const found = open();
    expect(found).toHaveLength(1);
    farm.unread.add(ID);
    await farm.pass(300);
    expect(open()).toEqual(found);
    farm.unread.delete(ID);
    farm.change(ID, { latest_status: status({ state: 'mining' }), attention: [] });
    await farm.pass(60);
    expect(open()).toEqual([]);
  });

  it('that asks for one of several things finds each, and is over when none is so', async () => {
    await withRule('tag:r7 (condition=fan_lost or temp>80)', { tags: ['r7'], attention: FAN });
    await farm.pass(120);
    expect(open()).toEqual(['M1: Fan 3 of 4 stopped']);
    farm.change(ID, { attention: [], latest_status: status({ chip_temp_max_c: 90 }) });
    await farm.pass(120);
    expect(open()).toHaveLength(1);
    // Without a reading it is not over.
    farm.unread.add(ID);
    await farm.pass(300);
    expect(open()).toHaveLength(1);
    farm.unread.delete(ID);
    farm.change(ID, { latest_status: status({ chip_temp_max_c: 60 }) });
    await farm.pass(120);
    expect(open()).toEqual([]);
  });

  it('says nothing of a miner that was stopped, also where its address is in conflict', async () => {
    await withRule('hashrate<10', { latest_status: status({ state: 'stopped', hashrate_hs: 0 }), attention: CONFLICT });
    await farm.pass(150);
    expect(open()).toEqual([]);
  });

  it('names the fault that it asks for, and not one that it leaves out', () => {
    const rule = { id: 'mine', name: 'Mine', query: '-condition=hot condition:fan' };
    expect(faultText(rule, minerRow({ attention: FAN }))).toEqual({ message: 'Fan 3 of 4 stopped', conditions: 1 });
  });

  it.each(['state=failed', 'state:fail', 'state=offline'])('that asks for %s restarts nothing by itself', (query) => {
    const automatic = { per_miner_a_day: 1, a_day: 1 };
    const suggested_action = { action: 'restart', params: {}, automatic } as const;
    const rule = { id: 'mine', name: 'Mine', about: 'miners', query, suggested_action } as const;
    expect(whyNotAutomatic(rule)).toBe('A restart does not cure "Mine".');
    expect(whyNotAutomatic({ ...rule, query: `hashrate<50% -${query}` })).toBeNull();
  });
});

describe('a rule about chips or about how long something has been so', () => {
  const compiled = (query: string) => {
    const [rule] = farm.rules.all();
    return rule === undefined ? null : compileRule({ ...rule, query });
  };

  it('concludes nothing of the chips of a miner that tunes: they are the plan of the tuner', () => {
    for (const query of ['weakchips>5', 'badchips>0', 'chips:bad', 'chips>5']) {
      expect(compiled(query)?.whileTuning, query).toBe('blind');
    }
  });

  it('finds a miner without a reading, such as one that is offline', () => {
    expect(compiled('offline since>1h')?.needsReading).toBe(false);
    expect(compiled('state:tuning since>6h')?.needsReading).toBe(true);
    expect(compiled('offline rejected>2%')?.needsReading).toBe(true);
  });
});

describe('a rule that time alone can make true is matched in each round', () => {
  const isTimed = (query: string) => {
    const [rule] = farm.rules.all();
    return rule === undefined ? null : compileRule({ ...rule, query })?.isTimed;
  };

  it.each([
    ['since>1h', 'age>5min', 'seen>2h'],
    ['hashing:no', '-guest', 'recent', 'state:"no recent reading"', 'state!=mining'],
    ['-state:mining', '-condition=hot', 'condition!=hot|offline', 'chips:ok', '-chips:hot', '-worker:farm.*'],
  ])('such as one with %s, %s or %s', (...queries) => {
    for (const query of queries) expect(isTimed(`managed ${query}`), query).toBe(true);
  });

  it('and no other one', () => {
    const queries = ['managed', 'hashing:yes', 'guest', 'mining', 'state:mining', 'condition=hot|offline', 'chips:bad'];
    const excluding = [
      '-state!=mining',
      '-condition=offline',
      '-condition:none',
      '-tag:guest',
      'pool!=eu',
      '-uptime<1h',
    ];
    for (const query of [...queries, ...excluding]) expect(isTimed(query), query).toBe(false);
  });
});

describe('a rule that says when it is silent', () => {
  const starting = status({ state: 'starting', hashrate_hs: 0, hashrate_expected_hs: 104e12 });

  it('finds what its query alone would leave out', async () => {
    await withRule('hashrate<80%', { latest_status: starting }, { not_while: ['maintenance'] });
    await farm.pass(120);
    expect(open()).toEqual(['M1: Hash rate at 0 % of expected']);
  });

  it('leaves out what its query alone would find', async () => {
    await withRule('managed', { latest_status: starting }, { not_while: ['starting'] });
    await farm.pass(120);
    expect(open()).toEqual([]);
    farm.change(ID, { latest_status: status({ state: 'mining' }) });
    await farm.pass(120);
    expect(open()).toEqual(['M1: Mine']);
  });

  it('finds a miner that a job is changing, if it says so', async () => {
    farm.inJob.add(ID);
    const rule = await withRule('managed', {});
    await farm.pass(120);
    expect(open()).toEqual([]);
    await farm.rules.change(rule, { not_while: [] }, OPERATOR);
    await farm.pass(120);
    expect(open()).toEqual(['M1: Mine']);
  });

  it('is heard in maintenance, if it says so, and not while it is muted itself', async () => {
    const window = { query: 'name:M1', ends_at: farm.clock.nowMs() + 3_600_000, reason: '', rule_ids: [] };
    await farm.maintenance.add(window, OPERATOR, farm.clock.nowMs());
    const rule = await withRule('managed', {}, { not_while: ['in_job'] });
    await farm.pass(120);
    expect(open()).toEqual(['M1: Mine']);
    await farm.maintenance.add({ ...window, rule_ids: [rule.id] }, OPERATOR, farm.clock.nowMs());
    await farm.pass(20);
    expect(open()).toEqual([]);
  });
});

describe('the grouping of a rule', () => {
  const add = (count: number, from = 1, ip = (i: number) => `10.${i}.0.${i}`): void => {
    for (let i = from; i < from + count; i++) {
      const id = `02:95:23:00:01:${i.toString(16).padStart(2, '0')}`;
      farm.rows.set(id, minerRow({ id, ip: ip(i), nickname: `G${i}` }));
    }
  };
  const inOneNetwork = (i: number): string => `10.2.0.${i}`;

  it('makes an incident of each miner, where it says so', async () => {
    await withRule('name:G*', {}, { grouping: 'miner' });
    add(6, 1, inOneNetwork);
    await farm.pass(120);
    expect(open().sort()).toEqual([1, 2, 3, 4, 5, 6].map((i) => `G${i}: Mine`));
  });

  it('makes one incident of very many at once all the same, because nobody would read them', async () => {
    await withRule('name:G*', {}, { grouping: 'miner' });
    add(20, 1, inOneNetwork);
    await farm.pass(120);
    expect(open()).toEqual(['Mine: 20 of 21 miners']);
  });

  it('makes one incident of all of them, wherever and whenever', async () => {
    await withRule('name:G*', {}, { grouping: 'rule' });
    add(1);
    await farm.pass(120);
    expect(open()).toEqual(['G1: Mine']);
    await farm.pass(1800);
    add(2, 2);
    await farm.pass(120);
    expect(open()).toEqual(['Mine: 3 of 4 miners']);
    await farm.pass(1800);
    add(1, 4);
    await farm.pass(120);
    expect(open()).toEqual(['Mine: 4 of 5 miners']);
  });
});
