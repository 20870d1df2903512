import { expect, it } from 'vitest';
import { seenNow, sumOfSites } from '../../../src-renderer/features/sites/site-sums.ts';
import { sitesTexts } from '../../../src-renderer/features/sites/sites-texts.ts';
import { FarmSummary, type RemoteSite } from '../../../src-shared/model/index.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';

const north = {
  hashrates: [{ algorithm: 'sha256d', hashrate_hs: 3e15, expected_hs: 4e15 }],
  hashing: 20,
  miners: 24,
  online: 21,
  attention: 1,
  critical: false,
  open_incidents: 2,
  offline: 3,
  unmanaged: 0,
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
  online: 6,
  attention: 0,
  critical: true,
  open_incidents: 3,
  offline: 0,
  unmanaged: 0,
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
    online: 27,
    attention: 1,
    critical: true,
    offline: 3,
    unmanaged: 0,
    open_incidents: 5,
    power_w: 9000,
    efficiency_j_per_th: 23.5,
  });
  expect(sumOfSites([])).toMatchObject({ hashrates: [], miners: 0, power_w: null, efficiency_j_per_th: null });
  const unknown = { ...south, efficiency_j_per_th: null };
  expect(sumOfSites([north, unknown]).efficiency_j_per_th).toBe(23);
  expect(sumOfSites([unknown, { ...unknown, hashrates: [] }]).efficiency_j_per_th).toBeNull();
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

it('has no figure in a sum that is older than now, and names whose are missing, also after a restart', () => {
  const farm = (id: string): FarmSummary => ({ ...(sampleOf(FarmSummary) as FarmSummary), site: { id, name: null } });
  const site = (name: string, phase: RemoteSite['state']['phase'], summary: FarmSummary | null): RemoteSite => ({
    ...{ id: name, name, url: 'http://127.0.0.1:1', enabled: phase !== 'off', has_token: true, source: 'screen' },
    state: { phase, heard_at: 1, error: null, summary },
  });
  const own = farm('own');
  const live = [site('North', 'live', farm('north')), site('Off', 'off', null)];
  const lost = (summary: FarmSummary | null) => [
    ...live,
    site('South', 'lost', summary),
    site('East', 'refused', summary),
  ];
  const seen = { summaries: [own, live[0]?.state.summary], leftOut: ['South', 'East'] };
  expect(seenNow(own, lost(farm('south')))).toEqual(seen);
  expect(seenNow(own, lost(null))).toEqual(seen);
  // One farm by two ways: the lost one does not hide the live one.
  expect(seenNow(own, [site('Tunnel', 'lost', farm('north')), ...live])).toEqual({ ...seen, leftOut: ['Tunnel'] });
  expect(seenNow(own, [site('Here', 'live', farm('own'))])).toEqual({ summaries: [own], leftOut: [] });
});

it('the power of all sites says of how many miners it is, where each of them says so', () => {
  const known = { ...north, miners: 12, unmanaged: 2, power_miners: 10 };
  const partial = { ...south, miners: 8, unmanaged: 0, power_miners: 5 };
  expect(sumOfSites([known, partial])).toMatchObject({ unmanaged: 2, power_miners: 15 });
  const older = sumOfSites([known, south]);
  expect(older.power_miners).toBeUndefined();
  expect(sitesTexts.powerOf(sumOfSites([known, partial]))).toBe(
    'Power of 15 of 18 managed miners; that of the others is unknown',
  );
  expect(sitesTexts.powerOf(known)).toBeUndefined();
  expect(sitesTexts.powerOf(older)).toBeUndefined();
});
