import { describe, expect, it } from 'vitest';
import { momentOf } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import {
  completeQuery,
  FLEET_LANGUAGE,
  farmValues,
  formatQuery,
  incidentLanguage,
  matchesQuery,
  NO_VALUES,
  parseQuery,
} from '../../../../src-shared/query/index.ts';
import { minerRow, NOW, offlineRow, status } from '../../renderer/miner-row.ts';

const HOUR_MS = 3_600_000;
const moment = momentOf(NOW, 15);

function matches(text: string, miner: Miner): boolean {
  const query = parseQuery(text);
  expect(query.errors, text).toEqual([]);
  return matchesQuery(query, miner, NOW);
}
const errorOf = (text: string) => parseQuery(text).errors.map(({ message }) => message)[0] ?? null;
const offers = (text: string) => completeQuery(text, text.length, NO_VALUES).map((one) => one.text);

describe('all pools of a miner', () => {
  const pool_urls = ['stratum+tcp://eu.pool.example:3333', 'stratum+tcp://backup.example:443'];
  const row = minerRow({ pool_urls });

  it('are asked for by host or address, also the ones on standby', () => {
    for (const text of ['pools:backup', 'pools=backup.example', 'pools:eu.pool.example', 'pools:backup.example:443'])
      expect(matches(text, row), text).toBe(true);
    for (const text of ['pools:other', 'pools=backup', 'pool:backup', '-pools:backup'])
      expect(matches(text, row), text).toBe(false);
    expect(matches('-pools:other', row)).toBe(true);
  });

  it('match nothing where they are not known', () => {
    const { pool_urls: _, ...older } = row;
    for (const unknown of [older, minerRow({ pool_urls: null }), minerRow({ pool_urls, latest_status: null })]) {
      expect(matches('pools:backup', unknown)).toBe(false);
      expect(matches('-pools:backup', unknown)).toBe(false);
    }
  });

  it('are offered one by one, with the number of miners', () => {
    const values = farmValues([row, minerRow({ pool_urls: pool_urls.slice(1) })], [], moment);
    expect(values.pools).toEqual([
      { text: 'backup.example', means: '', miners: 2 },
      { text: 'eu.pool.example', means: '', miners: 1 },
      { text: 'unusual', means: 'not the pools of nearly all miners', miners: 0 },
    ]);
  });
});

describe('rejected shares', () => {
  const row = minerRow({ rejected_percent: 2.4 });

  it('are asked for by their share', () => {
    for (const text of ['rejected>2%', 'rejected>2', 'rejected<=2.4%', 'rejects>2%']) {
      expect(matches(text, row), text).toBe(true);
    }
    expect(matches('rejected>2.5%', row)).toBe(false);
  });

  it('are unknown where too few shares were counted, by an older PowerHive, and in an old reading', () => {
    const { rejected_percent: _, ...older } = row;
    const old = { ...row, latest_status: status({ recorded_at: NOW - 600_000 }) };
    for (const miner of [minerRow({ rejected_percent: null }), older, old]) {
      expect(matches('rejected>=0%', miner)).toBe(false);
      expect(matches('-rejected>1%', miner)).toBe(false);
    }
  });

  it('say what they take', () => {
    expect(errorOf('rejected>many')).toContain('rejected takes %');
    expect(errorOf('rejcted>2%')).toContain('Did you mean rejected?');
    expect(offers('rej')).toContain('rejected>');
  });
});

describe('chips', () => {
  const having = (code: string) => [{ code, severity: 'warning' as const, message: '' }];
  const good = minerRow({ weak_chips: { weak: 0, bad: 0 } });
  const weak = minerRow({ weak_chips: { weak: 4, bad: 0 } });
  const bad = minerRow({ weak_chips: { weak: 2, bad: 1 } });
  const dead = minerRow({ attention: having('chips_silent') });

  it('are asked for by their grade, as the firmware or the screens call it', () => {
    for (const text of ['chips:weak', 'chips:orange', 'chips:weak|bad', '-chips:bad', 'grade:weak']) {
      expect(matches(text, weak), text).toBe(true);
    }
    for (const text of ['chips:bad', 'chips:red', 'chips:ok']) expect(matches(text, weak), text).toBe(false);
    expect(matches('chips:red chips:weak', bad)).toBe(true);
    expect(matches('chips:ok', good)).toBe(true);
  });

  it('are asked for by what else is wrong with them', () => {
    expect(matches('chips:dead', dead)).toBe(true);
    expect(matches('chips:hot', minerRow({ attention: having('hot_chips') }))).toBe(true);
    expect(matches('chips:slow', minerRow({ attention: having('weak_chips') }))).toBe(true);
    expect(matches('chips:missing', minerRow({ attention: having('chips_missing') }))).toBe(true);
    expect(matches('chips:dead', good)).toBe(false);
  });

  it('are asked for by how many are rated weak or bad', () => {
    for (const text of ['chips>2', 'chips:3', 'chips>=3']) expect(matches(text, bad), text).toBe(true);
    expect(matches('chips>4', weak)).toBe(false);
  });

  it('are unknown where the firmware gives no grades', () => {
    const unknown = minerRow({ weak_chips: null });
    for (const text of ['chips:ok', 'chips:weak', '-chips:weak', 'chips>=0']) {
      expect(matches(text, unknown), text).toBe(false);
    }
  });

  it('say what they take, and offer what the farm has', () => {
    expect(errorOf('chips:purple')).toMatch(/^chips takes .*weak.*: chips:bad, chips>5$/);
    const values = farmValues([good, weak, bad], [], moment);
    const offered = completeQuery('chips:', 6, values);
    expect(offered.map(({ text, miners }) => [text, miners]).slice(0, 3)).toEqual([
      ['weak', 2],
      ['bad', 1],
      ['ok', 1],
    ]);
    expect(offered.map(({ text }) => text)).toContain('dead');
  });
});

describe('since', () => {
  const tuning = (seconds: number, attention: Miner['attention'] = []) =>
    minerRow({
      attention,
      latest_status: status({ state: 'auto-tuning', state_seconds: seconds, uptime_s: seconds, recorded_at: NOW }),
    });
  const hot = { code: 'hot', severity: 'warning', message: '', since_at: NOW - 2 * HOUR_MS } as const;
  const fan = { code: 'fan_lost', severity: 'critical', message: '', since_at: NOW - 600_000 } as const;

  it('is how long a miner has been in its state', () => {
    expect(matches('since>1h', tuning(7200))).toBe(true);
    expect(matches('since<1h', tuning(7200))).toBe(false);
    expect(matches('offline since<2min', offlineRow())).toBe(true);
    expect(matches('offline since>2min', offlineRow({ managed: false }))).toBe(false);
  });

  it('is how long it has had its problem, the one that its row shows', () => {
    expect(matches('since>1h', tuning(60, [hot]))).toBe(true);
    expect(matches('since>1h', tuning(7200, [fan, hot]))).toBe(false);
  });

  it('is about the state or the problem that is asked for beside it', () => {
    const miner = tuning(6 * 3600, [fan, hot]);
    expect(matches('condition:hot since>1h', miner)).toBe(true);
    expect(matches('since>1h condition=fan_lost', miner)).toBe(false);
    expect(matches('state:tuning since>5h', miner)).toBe(true);
    // All of it has been true since the last of them began.
    expect(matches('state:tuning condition:hot since>1h', miner)).toBe(true);
    expect(matches('state:tuning condition:hot since>3h', miner)).toBe(false);
    expect(matches('condition:hot|fan_lost since>1h', miner)).toBe(true);
    // An excluded condition has no time.
    expect(matches('-condition:hot since>1h', tuning(7200, [fan]))).toBe(false);
  });

  it('is unknown where the beginning is', () => {
    const { since_at: _, ...older } = hot;
    for (const one of [older, { ...hot, since_at: null }]) {
      expect(matches('since>1s', tuning(7200, [one]))).toBe(false);
      expect(matches('-since>1s', tuning(7200, [one]))).toBe(false);
    }
    expect(matches('since>1s', minerRow({ latest_status: status({ state_seconds: null }) }))).toBe(false);
    expect(matches('since>1s', minerRow({ latest_status: status({ recorded_at: NOW - 600_000 }) }))).toBe(false);
  });

  it('says what it takes, and means the same after it was written again', () => {
    expect(errorOf('since>long')).toContain('since takes a duration');
    expect(offers('sin')).toContain('since>');
    const { terms } = parseQuery('condition:hot since>1h');
    expect(formatQuery(terms)).toBe('condition:hot since>1h');
  });

  it('is of the incident in the search for incidents, where it is offered once', () => {
    const language = incidentLanguage([]);
    expect(language.fieldNames.filter((name) => name === 'since')).toHaveLength(1);
    expect(language.complete('sin', 3, NO_VALUES).map(({ text }) => text)).toEqual(['since:']);
    expect(language.parse('condition:hot since:1h').terms.map(({ kind }) => kind)).toEqual(['text', 'since']);
    expect(FLEET_LANGUAGE.fieldNames).toContain('since');
  });
});
