import { expect, it } from 'vitest';
import { momentOf } from '../../../../src-shared/miner/miner-now.ts';
import { completeQuery, farmValues, meantValues, parseQuery } from '../../../../src-shared/query/index.ts';
import { minerRow, NOW } from '../../renderer/miner-row.ts';

const farm = [
  minerRow({ place: 'R9/1', model_alias: 's21pro', model_name: 'Antminer S21 Pro' }),
  minerRow({ place: 'R1/1', attention: [{ code: 'hashrate_zero', severity: 'critical', message: '' }] }),
];
const values = farmValues(farm, [], momentOf(NOW, 15));
const meant = (text: string) => meantValues(parseQuery(text).terms, values).map(({ query }) => query);

it.each([
  ['state:minning', ['state:mining']],
  ['model:s21pr0', ['model:s21pro']],
  ['rack:R99', ['rack:R9']],
  ['-model=s21rpo|s19jpro', ['-model=s21pro|s19jpro']],
  // Known, or not nearly a value.
  ['state:paused', []],
  ['model:s21', []],
  ['rack:Hall', []],
  ['ip:10.1.7.0/24', []],
])('by %s is meant %j', (text, queries) => {
  expect(meant(text)).toEqual(queries);
});

it('several words and the last of them offer nothing twice', () => {
  const offered = completeQuery('not hashing', 11, values).map(({ text }) => text);
  expect(offered.length).toBeGreaterThan(1);
  expect(new Set(offered).size).toBe(offered.length);
});
