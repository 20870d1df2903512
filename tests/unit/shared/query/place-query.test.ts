import { expect, it } from 'vitest';
import { causeQuery } from '../../../../src-renderer/features/incidents/cause-query.ts';
import { groupMiners } from '../../../../src-renderer/miner-view/miner-groups.ts';
import { matchesQuery, parseQuery, rackQuery } from '../../../../src-shared/query/index.ts';
import { minerRow } from '../../renderer/miner-row.ts';

const RACKS = ['R7', 'A/R7', 'Hall 1/A/R7', 'Hall 2/A/R7', 'R70'];
const FARM = RACKS.map((rack, i) => minerRow({ id: `02:00:00:00:00:0${i}`, place: `${rack}/1` }));
const MOMENT = { nowMs: 0, staleAfterMs: 1 };

function found(query: string | null) {
  const parsed = parseQuery(query ?? '');
  expect(parsed.errors).toEqual([]);
  return FARM.filter((miner) => matchesQuery(parsed, miner, 0));
}

it('finds the miners of exactly that rack, also where others have its name', () => {
  RACKS.forEach((rack, i) => {
    expect(found(rackQuery(rack)), rack).toEqual([FARM[i]]);
    expect(found(causeQuery({ kind: 'rack', key: rack })), rack).toEqual([FARM[i]]);
  });
  expect(found(rackQuery('R7', 'Hall 1/A/R7'))).toEqual([FARM[0], FARM[2]]);
  const groups = groupMiners(FARM, 'rack', MOMENT);
  expect(groups.map(({ query }) => found(query))).toEqual(groups.map(({ miners }) => miners));
});
