import { expect, it } from 'vitest';
import { rackFaults } from '../../../src-main/app/alerts/rack-overload.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import type { Miner, Rack } from '../../../src-shared/model/index.ts';
import { minerRow, NOW, offlineRow, status } from '../renderer/miner-row.ts';

const moment = momentOf(NOW, 15);
const NOTHING = { faults: [], unknown: new Set(), silenced: new Set() };
/** No miner is in maintenance. */
const never = () => false;
const rack = (power_limit_w: number | null): Rack => ({
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  rack: 'A/R7',
  rows: null,
  columns: null,
  power_limit_w,
  pdu: null,
  switch: null,
});
const drawing = (id: string, power_w: number | null) =>
  minerRow({ id, place: 'A/R7/1', latest_status: status({ power_w }) });

it('a rack whose miners draw more than its limit is named with both figures', () => {
  const miners = [drawing('1', 3000), drawing('2', 3100), minerRow({ id: '3', place: 'R8' })];
  const { faults, unknown } = rackFaults([rack(6000)], () => miners, moment, never);
  expect(faults).toEqual([
    {
      rule_id: 'rack_overload',
      key: 'A/R7',
      rack: 'A/R7',
      message: 'Rack A/R7 draws 6.10 kW, above its limit of 6.00 kW',
    },
  ]);
  expect(unknown.size).toBe(0);
  expect(rackFaults([rack(6100)], () => miners, moment, never)).toEqual(NOTHING);
});

it('one with a miner that is not read now may draw more than it shows; one that is off draws nothing', () => {
  const old = minerRow({ place: 'A/R7/2', latest_status: status({ recorded_at: NOW - 600_000 }) });
  expect(rackFaults([rack(6000)], () => [drawing('1', 3000), old], moment, never).unknown).toEqual(
    new Set(['rack:A/R7']),
  );
  // Hashes, and does not report its power.
  expect(rackFaults([rack(6000)], () => [drawing('1', 3000), drawing('2', null)], moment, never).unknown).toEqual(
    new Set(['rack:A/R7']),
  );
  const off = offlineRow({ place: 'A/R7/2' });
  expect(rackFaults([rack(6000)], () => [drawing('1', 3000), off], moment, never).unknown.size).toBe(0);
});

it('where no rack has a limit, no miner is asked', () => {
  const fail = (): never => {
    throw new Error('asked');
  };
  expect(rackFaults([rack(null)], fail, moment, fail)).toEqual(NOTHING);
});

it('a rack whose miners are all in maintenance of this rule is silenced', () => {
  const miners = [drawing('1', 3000), drawing('2', 3100)];
  const found = (isInMaintenance: (miner: Miner, ruleId: string) => boolean) =>
    rackFaults([rack(6000)], () => miners, moment, isInMaintenance);
  const all = found((_, ruleId) => ruleId === 'rack_overload');
  expect(all).toEqual({ ...NOTHING, silenced: new Set(['rack:A/R7']) });
  expect(found(({ id }) => id === '1').faults).toHaveLength(1);
  expect(found((_, ruleId) => ruleId === 'offline').faults).toHaveLength(1);
  // A rack without miners is not in maintenance.
  expect(
    rackFaults(
      [rack(6000)],
      () => [],
      moment,
      () => true,
    ),
  ).toEqual(NOTHING);
});
