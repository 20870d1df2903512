import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { appTexts } from '../../../../../src-renderer/app/app-texts.ts';
import {
  dayAgo,
  dayLines,
  efficiencyBetween,
  lostOfDay,
  pointsOf,
} from '../../../../../src-renderer/features/overview/farm-day.ts';
import { isPowerUnknown, powerPerMiner } from '../../../../../src-renderer/features/overview/power-unknown.ts';
import {
  amountText,
  costPerDay,
  marginPerDay,
  revenuePerDay,
} from '../../../../../src-renderer/miner-view/farm-money.ts';
import { DAY_MS, HOUR_MS } from '../../../../../src-shared/milliseconds.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import { minerRow, NOW as ROW_NOW, status } from '../../miner-row.ts';

const NOW = 100 * DAY_MS;
const point = (hoursAgo: number, hashrate_hs: number | null, power_w: number | null = 3000, complete = true) => ({
  at: NOW - hoursAgo * HOUR_MS,
  complete,
  hashrate_hs,
  power_w,
  miners: 10,
});

it('yesterday begins at its midnight, also in the last hour of a day of 25', () => {
  const script = `
    import { startOfYesterday } from './src-renderer/features/overview/farm-day.ts';
    console.log(new Date(startOfYesterday(Date.parse('2026-10-25T22:30Z'))).toISOString());`;
  const options = { env: { ...process.env, TZ: 'Europe/Berlin' }, encoding: 'utf8' } as const;
  const printed = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], options);
  expect(printed.trim()).toBe('2026-10-23T22:00:00.000Z');
});

it('a day ago is the mean of the hour around it, of complete sums alone, or unknown', () => {
  const slots = [point(25, 9), point(24.5, 100), point(24.25, 110), point(24, 120), point(23.75, 400, 1, false)];
  const points = slots.map((slot, i) => ({ ...slot, miners: 10 + i }));
  expect(dayAgo(points, NOW, 13)).toEqual({ hashrateHs: 110, miners: 13, at: NOW - DAY_MS });
  expect(dayAgo(points, NOW + HOUR_MS, 13)).toBeNull();
  // Half of today's miners were not known then; that some have left is a real difference.
  expect(dayAgo(points, NOW, 26)).toBeNull();
  expect(dayAgo(points, NOW, 6)).not.toBeNull();
  for (const none of [[], [point(24, null)], [point(24, 0)], [point(24, 100, 1, false)]])
    expect(dayAgo(none, NOW, 13)).toBeNull();
  const { trend } = appTexts.header;
  expect([2, -12, 0].map(trend)).toEqual(['▲ 2\u00a0%', '▼ 12\u00a0%', '±0\u00a0%']);
});

describe('the line of the last 24 hours', () => {
  it('begins at 0 of the hash rate, and has room above its highest', () => {
    expect(dayLines([point(24, 50), point(23, 100), point(22, 0)], NOW, HOUR_MS)).toEqual([
      '0.0000,0.5500 0.0417,0.1000 0.0833,1.0000',
    ]);
  });

  it('breaks where nothing was read or a sum lacks miners, and leaves out what is older', () => {
    const points = [
      point(30, 100),
      point(5, 100),
      point(4, 60, 1, false),
      point(3, 100),
      point(2, null),
      point(1, 100),
    ];
    expect(dayLines(points, NOW, HOUR_MS)).toHaveLength(3);
    expect(dayLines([point(30, 100)], NOW, HOUR_MS)).toEqual([]);
  });

  it('is only there once it is long enough to show a course', () => {
    const points = Array.from({ length: 12 }, (_, i) => point(3 - i / 4, 100));
    expect(dayLines(points.slice(1), NOW, HOUR_MS / 4)).toEqual([]);
    expect(dayLines(points, NOW, HOUR_MS / 4)).toHaveLength(1);
  });

  it('is of one algorithm', () => {
    const series = [{ algorithm: 'scrypt', points: [], gaps: [] }];
    expect(pointsOf({ series }, 'sha256d')).toEqual([]);
    expect(pointsOf(undefined, 'sha256d')).toEqual([]);
  });
});

it('the efficiency of yesterday is its energy by its hashes, of whole sums only', () => {
  const points = [point(30, 100e12, 2000), point(29, 50e12, 2000), point(28, 10e12, 9000, false), point(1, 1e12, 9000)];
  expect(efficiencyBetween(points, NOW - 48 * HOUR_MS, NOW - 24 * HOUR_MS, 'sha256d')).toBeCloseTo(4000 / 150, 6);
  expect(efficiencyBetween(points, NOW - 90 * HOUR_MS, NOW - 48 * HOUR_MS, 'sha256d')).toBeNull();
  const stopped = [point(30, 1e9, 2000)];
  expect(efficiencyBetween(stopped, NOW - 48 * HOUR_MS, NOW, 'sha256d')).toBeNull();
});

it('money follows from the prices of the settings, and is unknown without them', () => {
  const prices = { revenue_per_th_day: 0.05, price_per_kwh: 0.06 };
  expect(revenuePerDay(1000e12, 'sha256d', prices)).toBeCloseTo(50, 9);
  expect(revenuePerDay(16e9, 'scrypt', prices)).toBeNull();
  expect(costPerDay(100_000, prices)).toBeCloseTo(144, 9);
  expect(marginPerDay(50, 144)).toBe(-94);
  expect([marginPerDay(50, null), marginPerDay(null, 144)]).toEqual([null, null]);
  expect(amountText(-94.567, 'USD')).toBe('-94.57 USD');
  const none = { revenue_per_th_day: null, price_per_kwh: null };
  expect([revenuePerDay(1, 'sha256d', none), costPerDay(1, none), costPerDay(1, undefined)]).toEqual([
    null,
    null,
    null,
  ]);
});

it('miners that hash and show no power keep the sums of the farm from being its efficiency, where they count', () => {
  const moment = momentOf(ROW_NOW, 15);
  const row = (figures: object, settling = false) =>
    minerRow({ algorithm: 'sha256d', latest_status: status(figures), settling });
  const hiding = row({ power_w: null, efficiency_j_per_th: null });
  const hides = (...miners: ReturnType<typeof row>[]) => isPowerUnknown(miners, 'sha256d', moment);
  const others = Array.from({ length: 97 }, () => row({}));
  expect(hides(...others)).toBe(false);
  expect(hides(hiding)).toBe(true);
  expect(hides(...others, hiding)).toBe(false);
  expect(hides(...others, hiding, hiding, hiding)).toBe(true);
  expect(hides(row({ power_w: null, efficiency_j_per_th: null }, true))).toBe(false);
  expect(hides(row({ power_w: null, efficiency_j_per_th: null, hashrate_hs: 0 }))).toBe(false);
  expect(isPowerUnknown([minerRow({ algorithm: 'scrypt' })], 'sha256d', moment)).toBe(false);
});

it('the power of a miner is the mean of the hashing ones that report it, not of all', () => {
  const moment = momentOf(ROW_NOW, 15);
  const row = (figures: object) => minerRow({ latest_status: status(figures) });
  const [drawing, hiding] = [row({ power_w: 3000 }), row({ power_w: null })];
  expect(powerPerMiner([drawing, hiding, drawing, hiding], moment)).toBe(3000);
  expect(powerPerMiner([drawing, row({ power_w: 20, hashrate_hs: 0 })], moment)).toBe(3000);
  expect(powerPerMiner([hiding], moment)).toBeNull();
});

it('what was lost today is the sum of all causes of one algorithm, and unknown where nothing was recorded', () => {
  const lost = [
    { cause: 'stopped', rule_id: null, rule_name: null, lost_hash: 3e18 },
    { cause: 'other', rule_id: null, rule_name: null, lost_hash: 0.6e18 },
  ] as const;
  const of = { recorded_ms: HOUR_MS, expected_hash: 4e19, hashed_hash: 3e19, paid_hash: null, hashing_percent: null };
  const work = [
    { ...of, algorithm: 'scrypt', lost: [] },
    { ...of, algorithm: 'sha256d', lost: [...lost] },
  ];
  expect(['sha256d', 'scrypt', 'x11'].map((algorithm) => lostOfDay({ work }, algorithm))).toEqual([3.6e18, 0, null]);
});
