import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFleetPath, parseFleetPath } from '../../../../../src-renderer/miner-view/locations/fleet-location.ts';

const MAC = '02:0d:27:00:00:01';

describe('a location of the fleet screen', () => {
  it('names a miner, a board, and chips of it, there and back', () => {
    const spot = fc.record({
      chainId: fc.nat(9),
      positions: fc.array(fc.nat(500), { maxLength: 48 }),
    });
    fc.assert(
      fc.property(fc.option(spot), (spot) => {
        const location = { minerId: MAC, spot };
        expect(parseFleetPath(formatFleetPath(location))).toEqual(location);
      }),
    );
    const nothing = { minerId: null, spot: null };
    expect(parseFleetPath(formatFleetPath(nothing))).toEqual(nothing);
  });

  it('names the board alone where hundreds of chips stand out', () => {
    const positions = Array.from({ length: 126 }, (_, i) => i);
    expect(formatFleetPath({ minerId: MAC, spot: { chainId: 2, positions } })).toBe(`/fleet/${MAC}/board/2`);
  });

  it('is read from typed addresses, and is none where it makes no sense', () => {
    expect(parseFleetPath('/fleet/')).toMatchObject({ minerId: null, spot: null });
    expect(parseFleetPath('/fleet/02%3A0d')).toMatchObject({ minerId: '02:0d', spot: null });
    expect(parseFleetPath('/fleet/%E0%A4%A')).toMatchObject({ minerId: '%E0%A4%A', spot: null });
    for (const path of ['/models', '/fleet/a/chips', '/fleet/a/board/x', '/fleet/a/board/1/2,', '/fleetx'])
      expect(parseFleetPath(path), path).toBeNull();
  });
});
