import { describe, expect, it } from 'vitest';
import { parseLaunch, routeOfLink } from '../../../src-main/desktop/launch-request.ts';

describe('what a start asks for', () => {
  it('is the window as it is when nothing is said', () => {
    expect(parseLaunch(['/opt/PowerHive/powerhive', '--no-sandbox'])).toEqual({
      rescan: false,
      route: null,
      hidden: false,
    });
  });

  it('is found among switches that Chromium added, in any order', () => {
    const args = [
      'electron',
      '--allow-file-access-from-files',
      'powerhive://miner/02:95:23:00:00:01',
      '--rescan',
      '.',
      '--hidden',
    ];
    expect(parseLaunch(args)).toEqual({ rescan: true, route: '/fleet/02:95:23:00:00:01', hidden: true });
  });
});

describe('a link to a miner', () => {
  it('opens that miner, however the address was written', () => {
    const route = '/fleet/02:95:23:00:00:0a';
    expect(routeOfLink('powerhive://miner/02:95:23:00:00:0a')).toBe(route);
    expect(routeOfLink('powerhive://miner/02:95:23:00:00:0A/')).toBe(route);
    expect(routeOfLink('powerhive://miner/02%3A95%3A23%3A00%3A00%3A0a')).toBe(route);
  });

  it.each([
    'powerhive://settings/',
    'powerhive://miner/',
    'powerhive://miner/%E0%A4%A',
    'powerhive://miner/../settings',
    'powerhive://miner/javascript:alert(1)',
    'https://miner/02:95:23:00:00:0a',
    'powerhive:02:95:23:00:00:0a',
    'not a link',
  ])('that is none opens nothing in particular: %s', (link) => {
    expect(routeOfLink(link)).toBeNull();
  });
});
