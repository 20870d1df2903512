import { expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../../../src-main/alerts/rules/built-in-rules.ts';
import { queryWords } from '../../../../src-shared/query/index.ts';

it.each([
  ['', 'all miners'],
  ['condition=failure|protective_stop', 'with failure or protective stop'],
  ['condition=board_missing|hot', 'hot or with board missing'],
  ['mac:029523000001|029523000002', '2 miners'],
  ['-mac:029523000001', 'all but 1 miner'],
  ['hashrate<85% hashrate>0', 'hash rate below 85 % of expected, hash rate above 0'],
  ['temp>80 fans<90%', 'hottest chip above 80 °C, fan speed below 90 %'],
  ['power>3200 power<=3.5kW', 'power above 3200 W, power at most 3.5 kW'],
  ['preset>max preset:unusual', 'preset above your limit, with unusual preset'],
  ['state="not hashing" since>1h', 'not hashing, for more than 1 h'],
  ['seen>2h', 'last seen more than 2 h ago'],
  ['rack="Hall 1/A/R7"|R8', 'in rack Hall 1/A/R7 or R8'],
  ['place:none maintenance:no', 'without a place, not in maintenance'],
  ['managed (-hashing or tag:old)', 'managed, not hashing or with tag old'],
  ['-(tag:old or rack:A1)', 'not (with tag old or in rack A1)'],
  ['offline R7', 'offline, "R7"'],
  ['modl:s19', 'modl:s19'],
])('%s reads "%s"', (query, words) => {
  expect(queryWords(query)).toBe(words);
});

it('no query of a built-in rule is read as its codes', () => {
  const read = BUILT_IN_RULES.flatMap(({ query, clear_query }) => [query, clear_query ?? '']).map(queryWords);
  expect(read.filter((words) => /[=:<>|_]/.test(words))).toEqual([]);
});
