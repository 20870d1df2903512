import { describe, expect, it } from 'vitest';
import { groupByProblem } from '../../../../src-renderer/miner-view/group-by-problem.ts';
import { whereWords } from '../../../../src-shared/miner/where-words.ts';
import { minerRow, offlineRow } from '../miner-row.ts';

const having = (nickname: string, code: string) =>
  minerRow({ id: nickname, nickname, attention: [{ code, severity: 'warning', message: '' }] });

describe('what needs the operator and is no incident yet', () => {
  it('names a miner on a foreign pool before any whose chips are bad', () => {
    const bad = Array.from({ length: 3 }, (_, i) => having(`chips ${i}`, 'bad_chips'));
    const lines = groupByProblem([...bad, having('stolen', 'pool_foreign')]);
    expect(lines.map(([{ nickname }]) => nickname)).toEqual(['stolen', 'chips 0', 'chips 1', 'chips 2']);
  });

  it('puts four or more with the same problem on one line', () => {
    const lines = groupByProblem(Array.from({ length: 4 }, (_, i) => having(`${i}`, 'low_hashrate')));
    expect(lines.map((alike) => alike.length)).toEqual([4]);
  });

  it('puts already two on a foreign pool on one line, as they become one incident', () => {
    const lines = groupByProblem([having('a', 'pool_foreign'), having('b', 'hot'), having('c', 'pool_foreign')]);
    expect(lines.map((alike) => alike.map(({ id }) => id))).toEqual([['a', 'c'], ['b']]);
    const on = (id: string, message: string) =>
      minerRow({ id, attention: [{ code: 'pool_foreign', severity: 'critical', message }] });
    const two = groupByProblem([on('a', 'Mines to x.'), on('b', 'Mines to y.'), on('c', 'Mines to x.')]);
    expect(two.map((alike) => alike.map(({ id }) => id))).toEqual([['a', 'c'], ['b']]);
  });
});

describe('where miners with the same problem are', () => {
  const at = (...places: (string | null)[]) => places.map((place) => minerRow({ place }));

  it('is their rack, that of most, or the number of racks', () => {
    expect(whereWords(at('Hall/A/A1/1', 'Hall/A/A1/2'))).toBe(' in rack Hall/A/A1');
    expect(whereWords(at('A1', 'A1', 'A1', 'A1', 'A2'))).toBe(', most in rack A1');
    expect(whereWords(at('A1', 'A1', 'A1', 'A1', null))).toBe(', most in rack A1');
    expect(whereWords(at('A10', 'A2'))).toBe(' in racks A2 and A10');
    expect(whereWords(at('A1', 'A2', 'A3'))).toBe(' in 3 racks');
    expect(whereWords(at('A1', 'A2', null))).toBeNull();
  });

  it('is their network where none has a place, also of an offline miner', () => {
    const rows = ['10.1.4.5', '10.1.4.6:8984'].map((last_ip) => offlineRow({ place: null, last_ip }));
    expect(whereWords(rows)).toBe(' in 10.1.4.0/24');
    expect(whereWords([...rows, minerRow({ ip: '10.1.5.7', place: null })])).toBe(' in 10.1.4.0/24 and 10.1.5.0/24');
    expect(whereWords([offlineRow({ place: null, last_ip: null })])).toBeNull();
  });
});
