import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatHash, navigateHash, parseHash } from '../../../../src-renderer/ui/hash-location.ts';

const NONE = { path: '', text: '', group: null, set: null };

describe('a location in the hash', () => {
  it('carries any query text there and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(parseHash(`#${formatHash({ path: '/fleet', text })}`)).toEqual({ ...NONE, path: '/fleet', text });
        const grouped = { path: '/fleet', text, group: 'model', set: `preset=${text}` };
        expect(parseHash(`#${formatHash(grouped)}`)).toEqual(grouped);
      }),
    );
  });

  it('is read from whatever stands there', () => {
    expect(parseHash('')).toEqual({ ...NONE, path: '/' });
    expect(parseHash('#fleet/02:00?q=a%20b&x=1')).toEqual({ ...NONE, path: '/fleet/02:00', text: 'a b' });
    expect(parseHash('#/fleet?q=%E0%A4%A')).toMatchObject({ path: '/fleet' });
  });

  it('has no query where nothing is asked', () => {
    expect(formatHash({ path: '/fleet', text: '' })).toBe('/fleet');
  });
});

describe('the grouping', () => {
  beforeEach(() => {
    const move = (_state: unknown, _title: string, url: URL): void => {
      window.location.href = url.href;
    };
    vi.stubGlobal('window', {
      location: new URL('http://127.0.0.1/'),
      history: { pushState: move, replaceState: move },
      dispatchEvent: () => true,
    });
    vi.stubGlobal('HashChangeEvent', class {});
  });
  afterEach(() => void vi.unstubAllGlobals());

  const shownAfter = (from: string, to: string): string => {
    window.location.hash = from;
    navigateHash(to);
    return window.location.hash;
  };

  it.each(['', '/@0198-north'])('stays while one goes about in the fleet of a site (%j)', (base) => {
    const grouped = `${base}/fleet?q=offline&group=model`;
    const miner = `${base}/fleet/02:00:00:00:00:01`;
    expect(shownAfter(grouped, miner)).toBe(`#${miner}?group=model`);
    expect(shownAfter(`${miner}?group=model`, `${base}/jobs/new/restart`)).toBe(
      `#${base}/jobs/new/restart?group=model`,
    );
    expect(shownAfter(grouped, `${base}/history`)).toBe(`#${base}/history`);
  });

  it('is not taken to another site', () => {
    expect(shownAfter('/@0198-north/fleet?group=model', '/fleet')).toBe('#/fleet');
    expect(shownAfter('/fleet?group=model', '/@0198-north/fleet')).toBe('#/@0198-north/fleet');
  });
});
