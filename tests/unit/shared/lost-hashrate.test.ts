import { expect, it } from 'vitest';
import { totalShortfallHs } from '../../../src-shared/miner/lost-hashrate.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { minerRow, NOW, status } from '../renderer/miner-row.ts';

const lost = (fields: Partial<Miner>, ...others: Miner[]): number | null =>
  totalShortfallHs([minerRow(fields), ...others], momentOf(NOW, 15));
const reading = (hashrate_hs: number, expected: number | null = 100e12) =>
  status({ hashrate_hs, hashrate_expected_hs: expected, recorded_at: NOW });

it('what is lost is what a miner falls short of, and all of it where nobody pays for it', () => {
  expect(lost({ latest_status: reading(60e12) })).toBe(40e12);
  expect(lost({ latest_status: reading(110e12) })).toBe(0);
  expect(lost({ latest_status: reading(60e12), online: false })).toBe(100e12);
  for (const code of ['pools_down', 'no_shares', 'pool_foreign']) {
    const attention: Miner['attention'] = [{ code, severity: 'warning', message: 'Nobody pays.' }];
    expect(lost({ latest_status: reading(98e12), attention })).toBe(100e12);
  }
  const hot: Miner['attention'] = [{ code: 'hot', severity: 'warning', message: 'Hot.' }];
  expect(lost({ latest_status: reading(97e12), attention: hot })).toBe(3e12);
  // Readings of a healthy miner vary by this much.
  expect(lost({ latest_status: reading(99e12), attention: hot })).toBe(0);
});

it('what is rejected is lost, and all of it while the figures stand still', () => {
  const having = (code: string): Miner['attention'] => [{ code, severity: 'warning', message: '' }];
  expect(lost({ latest_status: reading(100e12), rejected_percent: 50, attention: having('shares_rejected') })).toBe(
    50e12,
  );
  // A few rejected shares are no problem.
  expect(lost({ latest_status: reading(100e12), rejected_percent: 1 })).toBe(0);
  const frozen = { figures_unchanged_since_at: NOW - 900_000, attention: having('figures_frozen') };
  expect(lost({ latest_status: reading(100e12), ...frozen })).toBe(100e12);
  expect(lost({ latest_status: reading(60e12), managed: false })).toBeNull();
});

it('what is not known of one miner is left out, and null where it is known of none', () => {
  expect(lost({ latest_status: reading(60e12, null) })).toBeNull();
  expect(lost({ latest_status: reading(60e12, null) }, minerRow({ latest_status: reading(90e12) }))).toBe(10e12);
});
