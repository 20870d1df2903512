import { expect, it } from 'vitest';
import { siteMark } from '../../../src-renderer/features/sites/site-marks.ts';
import { lastHeardWords, shortSiteWords, siteWords } from '../../../src-renderer/features/sites/site-words.ts';
import { DAY_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { FarmSummary, type RemoteSite } from '../../../src-shared/model/index.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';

const NOW = new Date(2026, 1, 3, 14, 5).getTime();
const summary: FarmSummary = {
  ...(sampleOf(FarmSummary) as FarmSummary),
  now_at: NOW,
  watching: { state: 'watching', since_at: NOW - DAY_MS, reason: null },
};
const site = (state: Partial<RemoteSite['state']>): Pick<RemoteSite, 'state' | 'source'> => ({
  source: 'screen',
  state: { phase: 'live', heard_at: NOW, error: null, summary, ...state },
});

it('is live where the site responds and watches its farm', () => {
  expect([siteWords(site({}), NOW, null), shortSiteWords(site({})), siteMark(site({})).tone]).toEqual([
    'live',
    null,
    'green',
  ]);
});

it.each(['paused', 'not_watching', 'no_targets'] as const)('is amber and says why where it does not: %s', (state) => {
  const blind = site({
    summary: { ...summary, watching: { state, since_at: NOW - MINUTE_MS, reason: 'You paused it.' } },
  });
  expect(siteWords(blind, NOW, null)).toBe('not monitoring since 14:04: You paused it.');
  expect(shortSiteWords(blind)).toBe('not monitoring');
  expect(siteMark(blind).tone).toBe('amber');
});

it('says of a site that is lost on which day it was last heard, and nothing of its watch then', () => {
  const watching = { state: 'paused', since_at: NOW, reason: null } as const;
  const lost = site({
    phase: 'lost',
    error: 'It does not respond in time.',
    heard_at: NOW - 4 * DAY_MS,
    summary: { ...summary, watching },
  });
  expect(siteWords(lost, NOW, 'another')).toMatch(
    /^Not heard since \w+.* \d+.*, 14:05\. It does not respond in time\.$/,
  );
  expect(siteMark(lost).tone).toBe('red');
  const never = { phase: 'lost', error: 'Nothing listens there.', heard_at: null, summary: null } as const;
  expect(siteWords(site(never), NOW, null)).toBe('Never heard. Nothing listens there.');
  const starting = { ...never, phase: 'connecting', error: null } as const;
  expect(siteWords(site(starting), NOW, null)).toBe('connecting · never heard');
});

it('says when the clock of a site is off', () => {
  const off = (ms: number) => siteWords(site({ summary: { ...summary, now_at: NOW + ms } }), NOW, null);
  expect(off(-MINUTE_MS)).toBe('live · its clock is 1 min behind');
  expect(off(2 * MINUTE_MS)).toBe('live · its clock is 2 min ahead');
  expect(off(-5000)).toBe('live');
});

it('says when a site runs another version', () => {
  const words = (there: string, here: string | null) =>
    siteWords(site({ summary: { ...summary, version: there } }), NOW, here);
  expect(words('0.2.0', '0.1.0')).toBe('live · version 0.2.0, here 0.1.0: what both know is shown');
  expect([words('0.1.0', '0.1.0'), words('0.2.0', null)]).toEqual(['live', 'live']);
});

it('says since when another farm responds there, in amber', () => {
  const other = site({ other_farm_at: NOW - MINUTE_MS, summary: { ...summary, site: { id: 'b', name: 'South' } } });
  expect(siteWords(other, NOW, null)).toBe(
    'live · another farm (South) since 14:04: check the tunnel or the address, or save the site again',
  );
  // It is changed in the file only.
  expect(siteWords({ ...other, source: 'config' }, NOW, null)).toMatch(/or restart this PowerHive$/);
  expect(siteMark(other).tone).toBe('amber');
});

it('says by the clock here since when a site does not monitor whose own clock is a day ahead', () => {
  const watching = { state: 'paused', since_at: NOW + DAY_MS - MINUTE_MS, reason: null } as const;
  const ahead = site({ summary: { ...summary, now_at: NOW + DAY_MS, watching } });
  expect(siteWords(ahead, NOW, null)).toBe('not monitoring since 14:04 · its clock is 1 d 0 h ahead');
});

it('has the last figures of a site that is lost, with their time, for the screen that cannot show its farm', () => {
  const last = {
    ...summary,
    hashing: 47,
    miners: 48,
    hashrates: [{ algorithm: 'sha256d', hashrate_hs: 6.34e15, expected_hs: 6.35e15 }],
  };
  const heard_at = NOW - MINUTE_MS;
  expect(lastHeardWords(site({ phase: 'lost', heard_at, summary: last }), NOW)).toBe(
    'Not heard since 14:04. At that time: 47 of 48 miners hashing, 6.34 PH/s sha256d. Its miners are not marked offline.',
  );
  expect(lastHeardWords(site({ summary: last }), NOW)).toBeNull();
  expect(lastHeardWords(site({ phase: 'connecting', heard_at: null, summary: null }), NOW)).toBeNull();
});
