import { expect, it } from 'vitest';
import { lostParts } from '../../../../../src-renderer/features/overview/lost-parts.ts';
import { farmTotals } from '../../../../../src-shared/miner/farm-sums.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import type { Maintenance } from '../../../../../src-shared/model/index.ts';
import { LOSING_QUERY, matchesQuery, parseQuery, withMaintenance } from '../../../../../src-shared/query/index.ts';
import { minerRow, NOW, offlineRow, status } from '../../miner-row.ts';

const moment = momentOf(NOW, 15);
const hot = { code: 'hot', severity: 'warning', message: '' } as const;
const stopped = status({ state: 'stopped', hashrate_hs: 0 });
const farm = [
  minerRow({ id: 'whole' }),
  minerRow({ id: 'hot', latest_status: status({ hashrate_hs: 50e12 }), attention: [hot] }),
  offlineRow({ id: 'gone', latest_status: status() }),
  minerRow({ id: 'stopped', latest_status: stopped }),
  minerRow({ id: 'served', tags: ['served'], latest_status: stopped, attention: [hot] }),
  minerRow({ id: 'starting', latest_status: status({ state: 'starting', hashrate_hs: 4e12 }) }),
  minerRow({ id: 'left alone', managed: false }),
];

it('what is lost is split by its reason, and adds up to what the farm is below its expected rate', () => {
  const window: Maintenance = {
    id: '0199c000-0000-7000-8000-000000000001',
    query: 'tag:served',
    starts_at: NOW - 1000,
    ends_at: NOW + 1000,
    reason: '',
    rule_ids: [],
    created_at: NOW - 2000,
    actor: { via: 'browser', name: 'operator', scope: 'operate' },
  };
  const parts = lostParts(farm, 'sha256d', withMaintenance(moment, [window]));
  expect(parts).toEqual({ problems: 54e12 + 104e12, resting: 2 * 104e12, other: 100e12 });
  const [sums] = farmTotals(farm, moment).hashrates;
  expect(parts.problems + parts.resting + parts.other).toBe((sums?.expectedHs ?? 0) - (sums?.hashrateHs ?? 0));
  expect(lostParts(farm, 'scrypt', moment)).toEqual({ problems: 0, resting: 0, other: 0 });
});

it('the search behind it finds exactly the miners that lose', () => {
  const query = parseQuery(LOSING_QUERY);
  expect(query.errors).toEqual([]);
  const found = farm.filter((miner) => matchesQuery(query, miner, moment.nowMs, moment.staleAfterMs));
  expect(found.map(({ id }) => id)).toEqual(['hot', 'gone', 'stopped', 'served', 'starting']);
});
