import { expect, it } from 'vitest';
import { sumOfSites } from '../../../src-renderer/features/sites/site-sums.ts';

const north = {
  hashrates: [{ algorithm: 'sha256d', hashrate_hs: 3e15, expected_hs: 4e15 }],
  hashing: 20,
  miners: 24,
  attention: 1,
  offline: 3,
  power_w: null,
  efficiency_j_per_th: 23,
};
const south = {
  hashrates: [
    { algorithm: 'sha256d', hashrate_hs: 1e15, expected_hs: null },
    { algorithm: 'scrypt', hashrate_hs: 5e9, expected_hs: null },
  ],
  hashing: 5,
  miners: 6,
  attention: 0,
  offline: 0,
  power_w: 9000,
  efficiency_j_per_th: 25,
};

it('sums sites by algorithm, and knows nothing that no site reports', () => {
  expect(sumOfSites([north, south])).toEqual({
    hashrates: [
      { algorithm: 'sha256d', hashrate_hs: 4e15, expected_hs: null },
      { algorithm: 'scrypt', hashrate_hs: 5e9, expected_hs: null },
    ],
    hashing: 25,
    miners: 30,
    attention: 1,
    offline: 3,
    power_w: 9000,
    efficiency_j_per_th: null,
  });
  expect(sumOfSites([])).toMatchObject({ hashrates: [], miners: 0, power_w: null });
});

it('expects nothing of sites together that is not known of each which hashes', () => {
  const expectedOf = (...sites: readonly { hashrate_hs: number; expected_hs: number | null }[]) =>
    sumOfSites(sites.map((site) => ({ ...north, hashrates: [{ algorithm: 'sha256d', ...site }] }))).hashrates[0]
      ?.expected_hs;
  const known = { hashrate_hs: 6e15, expected_hs: 6.1e15 };
  const unknown = { hashrate_hs: 6e15, expected_hs: null };
  expect(expectedOf(known, known)).toBe(12.2e15);
  expect(expectedOf(known, unknown)).toBeNull();
  expect(expectedOf(unknown, known, known)).toBeNull();
  expect(expectedOf(known, { hashrate_hs: 0, expected_hs: null })).toBe(6.1e15);
  expect(expectedOf({ hashrate_hs: 0, expected_hs: null })).toBeNull();
});
