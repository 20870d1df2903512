import { expect, it } from 'vitest';
import { parseSitePath, sameScreen, siteBase } from '../../../../src-renderer/ui/site-location.ts';

it.each([
  ['/fleet/02:00', { siteId: null, path: '/fleet/02:00' }],
  ['/', { siteId: null, path: '/' }],
  ['/@config-1/fleet/02:00', { siteId: 'config-1', path: '/fleet/02:00' }],
  ['/@config-1', { siteId: 'config-1', path: '/' }],
  ['/@config-1/', { siteId: 'config-1', path: '/' }],
  ['/@', { siteId: null, path: '/@' }],
  ['/fleet/@x', { siteId: null, path: '/fleet/@x' }],
])('%s is a screen of its site', (path, location) => {
  expect(parseSitePath(path)).toEqual(location);
});

it('goes there and back', () => {
  for (const siteId of [null, 'config-1', '01890a5d-ac96-774b-bcce-b302099a8057'])
    expect(parseSitePath(`${siteBase(siteId)}/fleet`)).toEqual({ siteId, path: '/fleet' });
});

it('is the same screen of another site, without what is open on it', () => {
  expect(sameScreen('/fleet/02:00')).toBe('/fleet');
  expect(sameScreen('/@config-1/incidents/7')).toBe('/incidents');
  expect(sameScreen('/sites')).toBe('/overview');
  expect(sameScreen('/')).toBe('/overview');
});
