import { expect, it } from 'vitest';
import type { Actor, Miner, NewRule } from '../../../src-shared/model/index.ts';
import { matchesQuery, parseQuery } from '../../../src-shared/query/index.ts';
import { AlertFarm } from '../../fixtures/alerts/alert-farm.ts';
import { minerRow, NOW, status } from '../renderer/miner-row.ts';

const OPERATOR: Actor = { via: 'browser', name: 'browser', scope: 'operate' };
const QUERIES = 250;
const MINERS = 16;
const TERMS = [
  ...['mining', 'offline', 'attention', 'managed:yes', 'managed:no', 'online:no', 'state:mining', 'state:stopped'],
  ...['temp>60', 'temp<10', 'hashrate<90%', 'hashrate>0', 'hashrate=0', 'fans<4', 'power>100', 'efficiency>20'],
  ...['since>5m', 'since<1h', 'age>1h', 'seen<1m', 'seen>1m', 'uptime>1h', 'hashing', 'hashing:no', 'errors>0'],
  ...['tag:r7', 'tag:none', 'rack:R1', 'place:none', 'model:s19jpro', 'fw:none', 'ip:10.1.0.0/24', 'name:M1', 'M1'],
  ...['condition:none', 'condition:fan_lost', 'condition=offline', 'condition:hot|fan', 'chips:ok', 'weakchips>0'],
  ...['preset:none', 'pool:pool', 'pool:none', 'rejected>1', 'mac:*', '"M 2"'],
];

/** Numbers from 0 to `below`, the same in each run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const next = numbersFrom(7);
function someQuery(): string {
  const terms = Array.from({ length: 1 + next(3) }, () => {
    const term = TERMS[next(TERMS.length)] ?? '';
    return next(3) === 0 && !term.startsWith('"') ? `-${term}` : term;
  });
  return next(4) === 0 && terms.length > 1 ? `(${terms.join(' | ')})` : terms.join(' ');
}

const STATES: readonly Partial<Miner>[] = [
  {},
  {
    latest_status: status({ hashrate_hs: 40e12 }),
    attention: [{ code: 'hot', severity: 'warning', message: 'Chip at 96 °C.' }],
  },
  { ip: null, online: false, attention: [{ code: 'offline', severity: 'critical', message: 'Offline.' }] },
  { latest_status: status({ state: 'stopped', hashrate_hs: 0 }) },
  { latest_status: status({ state: 'auto-tuning', hashrate_hs: 50e12 }) },
  { latest_status: status({ state: 'starting', hashrate_hs: 0 }) },
  { managed: false },
  {
    ...{ latest_status: null, tags: ['r7'], place: 'R1/2' },
    attention: [{ code: 'fan_lost', severity: 'critical', message: 'Fan 1 of 4 stopped.' }],
  },
];

it('a rule that is never silent finds what the search finds, whatever it asks, and ends with it', async () => {
  const wrong: string[] = [];
  for (let n = 0; n < QUERIES; n++) {
    const query = someQuery();
    const parsed = parseQuery(query);
    expect(parsed.errors, query).toEqual([]);
    const farm = await new AlertFarm(NOW).start();
    for (let i = 0; i < MINERS; i++) {
      const id = `02:95:23:00:00:${i.toString(16).padStart(2, '0')}`;
      farm.rows.set(id, minerRow({ id, ip: `10.${i}.0.1`, nickname: `M${i}`, ...STATES[i % STATES.length] }));
    }
    for (const rule of farm.rules.all()) await farm.rules.change(rule, { enabled: false }, OPERATOR);
    const own: NewRule = {
      ...{ name: 'Own', query, for_seconds: 0, clear_query: null, clear_for_seconds: 0, severity: 'warning' },
      ...{ enabled: true, channels: [], repeat_seconds: null, escalation: null, suggested_action: null },
      ...{ not_while: [], grouping: 'miner' },
    };
    await farm.rules.create(own, OPERATOR);
    const compare = (when: string): void => {
      const nowMs = farm.clock.nowMs();
      const all = [...farm.rows.values()].filter(({ managed }) => managed);
      const asked = all.filter((miner) => matchesQuery(parsed, miner, nowMs, 45_000)).map(({ id }) => id);
      const found = farm.incidents.views.open().flatMap(({ miner_ids }) => miner_ids);
      if (asked.sort().join() !== found.sort().join()) wrong.push(`${when} ${query}: ${asked} and not ${found}`);
    };
    await farm.pass(30);
    compare('at first');
    for (const id of farm.rows.keys()) farm.rows.set(id, minerRow({ id, ip: '10.99.0.1', nickname: 'Well' }));
    farm.incidents.minersChanged(farm.rows.keys());
    await farm.pass(30);
    compare('later');
  }
  expect(wrong).toEqual([]);
});
