import { describe, expect, it } from 'vitest';
import { groupByProblem } from '../../../src-renderer/features/overview/group-by-problem.ts';
import { minerRow } from './miner-row.ts';

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
});
