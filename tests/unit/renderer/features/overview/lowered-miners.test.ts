import { expect, it } from 'vitest';
import { loweredMiners } from '../../../../../src-renderer/features/overview/lowered-miners.ts';
import { fullHashrateText, loweredPart, loweredTitle } from '../../../../../src-renderer/miner-view/lowered-text.ts';
import { loweredOf } from '../../../../../src-shared/judging/lowered-hashrate.ts';
import { farmTotals } from '../../../../../src-shared/miner/farm-sums.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../../src-shared/model/index.ts';
import { minerRow, NOW, status } from '../../miner-row.ts';

const moment = momentOf(NOW, 15);
const BOARDS = { on: 3, total: 3 };
interface Set {
  readonly below?: { readonly name: string; readonly lessHs: number | null };
  readonly percent?: number;
  readonly boards?: { readonly on: number; readonly total: number };
}
/** A miner that hashes all that is expected of it, with this set lower. */
function row(id: string, hs: number, set: Set = {}, fields: Partial<Miner> = {}): Miner {
  const latest_status = status({ hashrate_hs: hs, hashrate_expected_hs: hs, throttled_percent: set.percent ?? null });
  const lowered = loweredOf(latest_status, set.boards ?? BOARDS, set.below ?? null);
  return minerRow({ id: `02:95:23:00:00:0${id}`, lowered, latest_status, ...fields });
}
const BELOW = { name: '2300', lessHs: 13e12 };

it('miners below their usual preset and throttled ones are named, with what they hash less', () => {
  const farm = [
    row('1', 95.5e12),
    row('2', 82.5e12, { below: BELOW }),
    row('4', 55.2e12, { percent: 60 }),
    // It is in the list of problems.
    row('5', 82.5e12, { below: BELOW }, { preset_fall: { from: '2300', hashrate_lost_hs: 13e12 } }),
  ];
  const { belowUsual, throttled } = loweredMiners(farm, moment);
  expect(belowUsual?.miners.map(({ id }) => id)).toEqual(['02:95:23:00:00:02']);
  expect(belowUsual?.lessHs).toBeCloseTo(13e12, -10);
  expect(throttled?.miners.map(({ id }) => id)).toEqual(['02:95:23:00:00:04']);
  expect(throttled?.lessHs).toBeCloseTo(36.8e12, -10);
  expect(loweredMiners(farm.slice(0, 1), moment)).toEqual({ belowUsual: null, throttled: null, boardsOff: null });
  expect(farmTotals(farm, moment).hashrates[0]?.loweredHs).toBeCloseTo(2 * 13e12 + 36.8e12, -10);
});

it('what is set lower on a miner is the rest of its bar, and said in words with what it would hash', () => {
  const boardOff = row('1', 127.6e12, { boards: { on: 2, total: 3 } });
  expect(loweredTitle(boardOff)).toBe('127.6 of 127.6 TH/s expected; 191.4 TH/s with all 3 boards');
  expect(loweredPart(boardOff)).toBeCloseTo(1 / 3);
  const all = row('2', 60e12, { below: { name: '2300', lessHs: 15e12 }, percent: 50, boards: { on: 2, total: 3 } });
  expect(fullHashrateText(all)).toBe(
    '225.0 TH/s with all 3 boards and at its usual preset 2300 and without its throttle (50\u00a0%)',
  );
  expect(loweredPart(all)).toBeCloseTo(1 - 60 / 225);
  // One preset of which the rate is not known.
  const unknown = row('3', 60e12, { below: { name: '2300', lessHs: null } });
  expect([fullHashrateText(unknown), loweredPart(unknown)]).toEqual(['more at its usual preset 2300', 0]);
  expect([fullHashrateText(row('4', 60e12)), loweredPart(row('4', 60e12))]).toEqual([null, 0]);
});

it('miners with boards that are switched off are named', () => {
  const { boardsOff } = loweredMiners([row('1', 60e12, { boards: { on: 2, total: 3 } }), row('3', 90e12)], moment);
  expect(boardsOff?.miners.map(({ id }) => id)).toEqual(['02:95:23:00:00:01']);
  expect(boardsOff?.lessHs).toBeCloseTo(30e12, -10);
});
