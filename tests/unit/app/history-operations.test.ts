import { expect, it } from 'vitest';
import { createHistoryOperations } from '../../../src-main/app/operations/history/history.ts';
import { QueryHistory, Settings } from '../../../src-shared/model/index.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';
import { minerRow, NOW, offlineRow, status } from '../renderer/miner-row.ts';

it('a history says how many of its miners hash and report no power, which sums of power lack', async () => {
  const hiding = minerRow({ id: '02:00:00:00:00:01', latest_status: status({ power_w: null }) });
  const stopped = minerRow({ id: '02:00:00:00:00:02', latest_status: status({ power_w: null, hashrate_hs: 0 }) });
  const rows = [minerRow({}), hiding, stopped, offlineRow({ id: '02:00:00:00:00:03' })];
  const operations = createHistoryOperations({
    fleet: { miners: () => rows, entry: () => null },
    store: { hasFilled: async () => false, groupHistory: async () => [] },
    settings: { current: Settings.parse({}) },
    clock: { nowMs: () => NOW },
    gaps: { waitingIds: () => new Set() },
    maintenance: { known: (moment: object) => moment },
  } as never);
  const found = await operations.query({ query: '', from: NOW - 3_600_000, max_points: 60 }, BY_TESTER);
  expect(QueryHistory.parse(found)).toMatchObject({ miners: 4, without_power: 1 });
});
