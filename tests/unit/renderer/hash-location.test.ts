import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHash, parseHash } from '../../../src-renderer/ui/hash-location.ts';

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
