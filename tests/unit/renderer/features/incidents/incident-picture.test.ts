import { expect, it } from 'vitest';
import { problemFinder } from '../../../../../src-renderer/features/incidents/list/incident-picture.tsx';
import { Problem } from '../../../../../src-shared/model/index.ts';
import { sampleOf } from '../../../../fixtures/served/sample.ts';

const MINER = '02:00:5e:00:53:01';
const problem = (code: Problem['code'], chain_id: number | null): Problem => ({
  ...(sampleOf(Problem) as Problem),
  miner_id: MINER,
  code,
  chain_id,
});

it('a row shows the problem of which its rule asks, whatever its words are', () => {
  const problems = [problem('fan_lost', null), problem('board_missing', 2), problem('board_failed', 1)];
  const find = problemFinder(problems, [
    { id: 'boards', query: 'condition:board_missing|board_failed' },
    { id: 'fans', query: 'condition:fan' },
    { id: 'own', query: 'temp>80' },
  ]);
  expect(find(MINER, 'boards')).toMatchObject({ code: 'board_missing', chain_id: 2 });
  expect(find(MINER, 'fans')).toMatchObject({ code: 'fan_lost' });
  expect([find(MINER, 'own'), find(MINER, 'deleted'), find('02:00:5e:00:53:02', 'boards')]).toEqual(
    Array(3).fill(undefined),
  );
});
