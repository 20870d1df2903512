import { expect, it } from 'vitest';
import { listRacks } from '../../../../../src-renderer/features/racks/rack-list.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import { minerRow, NOW, offlineRow, status } from '../../miner-row.ts';

const moment = momentOf(NOW, 15);

it('racks are listed by what is wrong: dark ones first, then those with a problem, the others by name', () => {
  const stopped = status({ state: 'stopped', hashrate_hs: 0, power_w: 20 });
  const silent = status({ recorded_at: NOW - 60_000 });
  const hot = [{ code: 'hot', severity: 'warning' as const, message: '' }];
  const miners = [
    minerRow({ place: 'R1/1' }),
    minerRow({ place: 'R2/1', attention: hot }),
    minerRow({ place: 'R2/2' }),
    // Stopped by the operator: no power, and not dark.
    minerRow({ place: 'R3/1', latest_status: stopped }),
    offlineRow({ place: 'R4/1' }),
    // Its last reading has grown old, and no scan has missed it yet.
    minerRow({ place: 'R4/2', latest_status: silent }),
    offlineRow({ place: 'R5/1' }),
    minerRow({ place: 'R5/2' }),
    offlineRow({ place: 'R6/1', managed: false }),
  ];
  expect(listRacks([], miners, moment).map(({ rack, state }) => [rack, state])).toEqual([
    ['R4', 'dark'],
    ['R2', 'part'],
    ['R5', 'part'],
    ['R1', 'well'],
    ['R3', 'well'],
    ['R6', 'none'],
  ]);
});
