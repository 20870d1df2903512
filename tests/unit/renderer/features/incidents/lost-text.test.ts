import { expect, it } from 'vitest';
import { lostInAll, lostText } from '../../../../../src-renderer/features/incidents/lost-text.ts';
import { anIncident } from '../../../../fixtures/alerts/incidents.ts';

const farm = { currency: 'USD', revenue_per_th_day: 0.05, price_per_kwh: null, power_limit_kw: null };
const incident = anIncident({ hashrate_lost_hash: 480e12 * 3600 });
const sha256d = new Set(['sha256d']);

it('what a problem has lost is priced where there is a price for all of it', () => {
  expect(lostInAll(incident, sha256d, farm)).toBe('480.0 TH·h lost, 1 USD');
  expect(lostInAll(incident, sha256d, { ...farm, revenue_per_th_day: null })).toBe('480.0 TH·h lost');
  expect(lostInAll(incident, sha256d, undefined)).toBe('480.0 TH·h lost');
  expect(lostInAll(incident, new Set(['scrypt']), farm)).toBe('480.0 TH·h lost');
  expect(lostInAll(incident, new Set(['sha256d', 'scrypt']), farm)).toBe('480.0 TH·h lost');
  expect(lostInAll(anIncident(), sha256d, farm)).toBeNull();
});

it('a loss is noise by what a miner of the algorithm hashes, and not by what one of another does', () => {
  const resolved = (hashes: number) => anIncident({ hashrate_lost_hash: hashes, state: 'resolved', resolved_at: 1 });
  const hourOfScrypt = resolved(16e9 * 3600);
  expect(lostText(hourOfScrypt, new Set(['scrypt']))).toBe('16.0 GH·h');
  expect(lostInAll(hourOfScrypt, new Set(['scrypt']), farm)).toBe('16.0 GH·h lost');
  expect(lostText(hourOfScrypt, sha256d)).toBe('—');
  expect(lostText(resolved(16e9), new Set(['scrypt']))).toBe('—');
});
