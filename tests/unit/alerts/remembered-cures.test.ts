import { expect, it } from 'vitest';
import { PastCuresCache } from '../../../src-main/alerts/incidents/views/past-cures-cache.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { AlertFarm } from '../../fixtures/alerts/alert-farm.ts';
import { minerRow, NOW } from '../renderer/miner-row.ts';

const ID = '02:00:00:00:00:01';
const BOARD: Miner['attention'] = [{ code: 'board_failed', severity: 'critical', message: 'Board 2 not detected.' }];

it('what was done against a fault is read once, and again after a job or a fault of it has changed', async () => {
  const farm = await new AlertFarm(NOW).start();
  farm.rows.set(ID, minerRow({ id: ID }));
  farm.change(ID, { attention: BOARD });
  await farm.pass(300);
  const [incident] = farm.incidents.views.open();
  const look = async (): Promise<number> => {
    await farm.incidents.views.get(incident?.incident_id ?? '');
    return farm.store.curesRead;
  };
  expect(incident?.suggested_action?.action).toBe('restart');
  expect([await look(), await look(), await look()]).toEqual([1, 1, 1]);
  // The hash rate that is lost is written once a minute, and nothing about its faults.
  await farm.pass(120);
  expect(await look()).toBe(1);
  farm.incidents.views.minersActedOn(['02:00:00:00:00:99']);
  expect(await look()).toBe(1);
  farm.incidents.views.minersActedOn([ID]);
  expect([await look(), await look()]).toEqual([2, 2]);
  farm.change(ID, { attention: [] });
  await farm.pass(300);
  farm.change(ID, { attention: BOARD });
  await farm.pass(300);
  const [next] = farm.incidents.views.open();
  await farm.incidents.views.get(next?.incident_id ?? '');
  expect(farm.store.curesRead).toBe(3);
});

it('what changes while it is read is read again, and what failed is not remembered', async () => {
  const reads = [
    Promise.withResolvers<{ actions: []; faults: [] }>(),
    Promise.withResolvers<{ actions: []; faults: [] }>(),
  ];
  let count = 0;
  const cures = new PastCuresCache(() => reads[Math.min(count++, 1)]!.promise);
  const first = cures.of('offline', NOW);
  cures.actionsChanged([ID]);
  const second = cures.of('offline', NOW);
  reads[0]?.reject(new Error('closed'));
  await expect(first).rejects.toThrow('closed');
  reads[1]?.resolve({ actions: [], faults: [] });
  await second;
  expect([count, cures.of('offline', NOW) === second]).toEqual([2, true]);
  await cures.of('offline', NOW + 2 * HOUR_MS);
  expect(count).toBe(3);
});
