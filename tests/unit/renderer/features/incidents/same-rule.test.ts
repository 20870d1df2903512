import { expect, it } from 'vitest';
import { Rule } from '../../../../../src-shared/model/index.ts';
import { sameRule } from '../../../../../src-shared/query/index.ts';
import { sampleOf } from '../../../../fixtures/served/sample.ts';

const isSame = (one: string, other: string): boolean => {
  const rule = Rule.parse({ ...sampleOf(Rule), about: 'miners', query: other });
  return sameRule(one, [rule]) === rule;
};

it.each([
  ['rack:R7 temp>80', 'temp>80   Rack:r7'],
  ['model:s21|s19', 'model:S19|s21'],
  ['since>5m condition=hot', 'condition=hot since>300s'],
  ['(tag:a or tag:b) online', 'online (tag:b or tag:a)'],
  ['managed:no', '-managed'],
  ['preset!=3080', '-preset=3080'],
  ['offline', 'condition=offline'],
  ['state:hot', 'condition=hot'],
])('%s and %s are one search', (one, other) => {
  expect(isSame(one, other)).toBe(true);
  expect(isSame(other, one)).toBe(true);
});

it.each([
  ['temp>80', 'temp>=80'],
  ['temp>80', 'temp>81'],
  ['hashrate<85%', 'hashrate<85'],
  ['rack:R7', 'rack=R7'],
  ['offline', 'online'],
  ['offline rack:R7', 'offline or rack:R7'],
  ['-(tag:a tag:b)', '-tag:a -tag:b'],
  ['', ''],
  ['temp>', 'temp<'],
])('"%s" and "%s" are not', (one, other) => expect(isSame(one, other)).toBe(false));
