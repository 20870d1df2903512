import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Miner } from '../../../../src-shared/model/index.ts';
import {
  completeQuery,
  formatQuery,
  matchesQuery,
  NO_VALUES,
  parseQuery,
  type QueryTerm,
} from '../../../../src-shared/query/index.ts';
import { scaledMs } from '../../../fixtures/patience.ts';
import { cases, LONG_MS } from '../../../fuzz/cases.ts';
import { minerRow, NOW, offlineRow, status } from '../../renderer/miner-row.ts';

const meanings = (terms: readonly QueryTerm[]): unknown =>
  JSON.parse(JSON.stringify(terms, (key, value) => (key === 'from' || key === 'to' ? undefined : value)));
const matches = (text: string, miner: Miner): boolean => {
  const query = parseQuery(text);
  expect(query.errors, text).toEqual([]);
  return matchesQuery(query, miner, NOW);
};
const formatted = (text: string): string => formatQuery(parseQuery(text).terms);

const hot = (values: Partial<Miner> = {}): Miner =>
  minerRow({ latest_status: status({ chip_temp_max_c: 85 }), ...values });

describe('or', () => {
  it('stands between different fields, and binds less than what must match together', () => {
    const text = 'tag:old or rack:A1 temp>80';
    expect(matches(text, minerRow({ tags: ['old'] }))).toBe(true);
    expect(matches(text, hot({ place: 'A1' }))).toBe(true);
    expect(matches(text, hot())).toBe(false);
    expect(matches(text, minerRow({ place: 'A1' }))).toBe(false);
  });

  it('is restricted by what stands beside its brackets', () => {
    const text = '(tag:old or rack:A1) temp>80';
    expect(matches(text, hot({ tags: ['old'] }))).toBe(true);
    expect(matches(text, hot({ place: 'A1' }))).toBe(true);
    for (const miner of [hot(), minerRow({ tags: ['old'] }), minerRow({ place: 'A1' })])
      expect(matches(text, miner)).toBe(false);
  });

  it('and brackets are negated together', () => {
    const text = '-(tag:old or (rack:A1 and temp>80))';
    expect(matches(text, minerRow())).toBe(true);
    expect(matches(text, minerRow({ place: 'A1' }))).toBe(true);
    for (const miner of [minerRow({ tags: ['old'] }), hot({ place: 'A1' })]) expect(matches(text, miner)).toBe(false);
  });

  it('matches no miner by what is unknown of it, nor does its negation', () => {
    const unread = minerRow({ latest_status: null });
    for (const text of [
      'temp>80 or temp<=80',
      '-(temp>80 or power>1)',
      '-(temp>80 managed)',
      '-(-(temp>80 or power>1))',
    ])
      expect(matches(text, unread), text).toBe(false);
    expect(matches('temp>80 or managed', unread)).toBe(true);
    expect(matches('-(temp>80 managed:no)', unread)).toBe(true);
  });

  it.each([
    ['tag:old or (rack:A1 and temp>80)', 'tag:old or (rack:A1 temp>80)'],
    ['TAG:old OR rack:A1 temp>80', 'tag:old or (rack:A1 temp>80)'],
    ['tag:old | rack:A1', 'tag:old or rack:A1'],
    ['(tag:old)|(rack:A1)', 'tag:old or rack:A1'],
    ['(tag:old) |rack:A1', 'tag:old or rack:A1'],
    ['(tag:old or rack:A1)temp>80', '(tag:old or rack:A1) temp>80'],
    ['((tag:old rack:A1))', 'tag:old rack:A1'],
    ['tag:old or (rack:A1 or (temp>80 or offline))', 'tag:old or rack:A1 or temp>80 or offline'],
    ['model:s19 or model:s21 or rack:A1', 'model:s19|s21 or rack:A1'],
    ['-(model:s19 or model:s21)', '-model:s19|s21'],
    ['not (tag:old)', '-tag:old'],
    ['!(offline)', 'online'],
    ['-(-(tag:old temp>80))', 'tag:old temp>80'],
    ['model!=s19 or model!=s21', 'model!=s19 or model!=s21'],
    ['ip:10.1.7.0/24 or ip:10.1.8.0/24', 'ip:10.1.7.0/24|10.1.8.0/24'],
    ['(temp>80) F', 'temp>80 "F"'],
    ['name:R1(a) online', 'name:"R1(a)" online'],
    ['name:"R1 (a)"', 'name:"R1 (a)"'],
    ['or', '"or"'],
    ['(and)', '"and"'],
    ['"or" or "("', '"or"|"("'],
  ])('%s is written %s', (text, plain) => {
    expect(parseQuery(text).errors).toEqual([]);
    expect(formatted(text)).toBe(plain);
    expect(meanings(parseQuery(plain).terms)).toEqual(meanings(parseQuery(text).terms));
  });

  it.each([
    ['tag:old or', 8, 10, /Put a term after "or"/],
    ['or tag:old', 0, 2, /Put a term before "or"/],
    ['tag:old and', 8, 11, /Put a term after "and"/],
    ['tag:old or or offline', 8, 10, /Put a term after "or"/],
    ['(tag:old', 0, 8, /Missing closing bracket/],
    ['tag:new or (tag:old (rack:A1 (offline)', 11, 38, /Missing closing bracket/],
    ['tag:old)', 7, 8, /no "\(" before it/],
    ['tag:old ()', 8, 10, /Put terms into the brackets/],
    ['tag:(old or new)', 0, 16, /Put the bracket before the field/],
    ['tag:old|(rack:A1)', 0, 17, /Put the bracket before the field/],
    ['tag:old or (rak:A1 temp>80)', 12, 15, /Did you mean rack\?/],
  ])('%s is refused at its place', (text, from, to, message) => {
    expect(parseQuery(text).errors).toMatchObject([{ from, to, message: expect.stringMatching(message) }]);
  });

  it('is refused where it is deeper or longer than a person writes, at once', () => {
    expect(parseQuery(`${'('.repeat(8)}tag:old${')'.repeat(8)}`).errors).toEqual([]);
    expect(parseQuery(`${'('.repeat(9)}tag:old${')'.repeat(9)}`).errors).toMatchObject([{ from: 8, to: 9 }]);
    const began = performance.now();
    for (const hostile of ['(', '-(', '(a or ', 'a:(', 'a|(', '"(', ')', '((((((((a or b) c', 'temp>1 or ']) {
      for (const length of [1990, 100_000]) {
        const { errors } = parseQuery(hostile.repeat(Math.ceil(length / hostile.length)));
        expect(errors.length, hostile).toBeGreaterThan(0);
      }
    }
    expect(parseQuery('x'.repeat(2001)).errors[0]?.message).toContain('2000');
    expect(parseQuery('x'.repeat(2000)).errors).toEqual([]);
    expect(performance.now() - began).toBeLessThan(scaledMs(5000));
  });
});

describe('since', () => {
  const ago = (ms: number) => NOW - ms;
  const both = minerRow({
    attention: [
      { code: 'hot', severity: 'warning', message: '', since_at: ago(2 * 3_600_000) },
      { code: 'fan_lost', severity: 'warning', message: '', since_at: ago(60_000) },
    ],
  });

  it('is counted from the conditions of its own brackets, and of those around them', () => {
    expect(matches('(condition=hot since>1h) or (condition=fan_lost since>1h)', both)).toBe(true);
    expect(matches('(condition=fan_lost since>1h) or offline', both)).toBe(false);
    expect(matches('condition=hot (since>1h or offline)', both)).toBe(true);
    expect(matches('condition=fan_lost (since>1h or offline)', both)).toBe(false);
    // Of alternatives the one that has lasted longest, whatever their field.
    expect(matches('(condition=fan_lost or state:hot) since>1h', both)).toBe(true);
    expect(matches('(condition=fan_lost or temp>80) since>1h', both)).toBe(false);
  });
});

describe('completions', () => {
  const offered = (marked: string): string[] =>
    completeQuery(marked.replace('▮', ''), marked.indexOf('▮'), NO_VALUES).map(({ text }) => text);

  it.each([
    ['(mod▮', ['model:']],
    ['(mod▮)', ['model:']],
    ['tag:old or -(off▮ temp>80)', ['offline']],
    ['tag:old or (managed:y▮)', ['yes']],
  ])('are offered in brackets: %s', (marked, expected) => expect(offered(marked)).toEqual(expected));

  it('are offered in empty brackets, and not where a word would run into one', () => {
    for (const marked of ['(▮', '(▮)', '-( ▮ )', '(tag:old ▮)', '(tag:old) ▮'])
      expect(offered(marked), marked).toContain('model:');
    for (const marked of ['▮(tag:old)', '-▮(tag:old)', '▮-(tag:old)', '(tag:old)▮'])
      expect(offered(marked)).toEqual([]);
    expect(offered(`${'('.repeat(3000)}▮`)).toEqual([]);
  });
});

/** A query with its own judgement of three rows, made beside its text. */
interface Meant {
  readonly text: string;
  readonly is: (miner: Miner) => boolean;
}
const leaf: fc.Arbitrary<Meant> = fc.constantFrom(
  { text: 'tag:old', is: ({ tags }: Miner) => tags.includes('old') },
  { text: 'tag=new', is: ({ tags }: Miner) => tags.includes('new') },
  { text: 'rack:A1', is: ({ place }: Miner) => place === 'A1' },
  { text: 'offline', is: ({ online }: Miner) => !online },
  { text: 'managed', is: ({ managed }: Miner) => managed },
  { text: 'R1-S01', is: ({ nickname }: Miner) => nickname?.startsWith('R1-S01') ?? false },
);
const { query } = fc.letrec<{ query: Meant; group: Meant }>((tie) => ({
  query: fc.oneof({ maxDepth: 4, depthIdentifier: 'query' }, leaf, tie('group')),
  group: fc
    .tuple(
      fc.array(
        fc.array(fc.oneof({ maxDepth: 4, depthIdentifier: 'query' }, leaf, tie('group')), {
          minLength: 1,
          maxLength: 3,
        }),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
      fc.boolean(),
      fc.constantFrom(' ', ' and '),
      fc.constantFrom(' or ', ' | ', ' OR '),
    )
    .map(([options, isNegated, and, or]) => ({
      text: `${isNegated ? '-' : ''}(${options.map((option) => option.map(({ text }) => text).join(and)).join(or)})`,
      is: (miner) => options.some((option) => option.every(({ is }) => is(miner))) !== isNegated,
    })),
}));
const anyMiner = fc
  .record({
    tags: fc.subarray(['old', 'new']),
    place: fc.constantFrom('A1', 'A2', null),
    managed: fc.boolean(),
    nickname: fc.constantFrom('R1-S01-01', 'R2'),
    isOffline: fc.boolean(),
  })
  .map(({ isOffline, ...values }) => (isOffline ? offlineRow(values) : minerRow(values)));

describe('any query with brackets', () => {
  it(
    'matches the miners that it should, also after it was written again',
    () => {
      fc.assert(
        fc.property(query, anyMiner, ({ text, is }, miner) => {
          fc.pre(depthOf(text) <= 8);
          expect(matches(text, miner), text).toBe(is(miner));
          const { terms } = parseQuery(text);
          const again = parseQuery(formatQuery(terms));
          expect(again.errors).toEqual([]);
          expect(meanings(again.terms)).toEqual(meanings(terms));
        }),
        cases(2000),
      );
    },
    LONG_MS,
  );
});

function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
