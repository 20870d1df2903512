import { expect, it } from 'vitest';
import type { DialResult } from '../../../src-main/discovery/dial/dial.ts';
import { doubtWords, noRouteWords, weighDoubts } from '../../../src-main/discovery/guards/doubts.ts';
import { UntriedNetworks } from '../../../src-main/discovery/guards/untried-networks.ts';
import { environmentWith } from './network-environment-fixture.ts';

const HERE = environmentWith(null);

/**
 * Judges a scan: for each network the first and last host number, and the result of their dials.
 */
function judge(...parts: readonly [network: string, first: number, last: number, result: DialResult][]) {
  const networks = new UntriedNetworks(HERE);
  for (const [network, first, last, result] of parts) {
    for (let n = first; n <= last; n++) networks.note(`${network}.${n}`, result);
  }
  return networks.judge();
}

it('names what the machine itself refuses, and leaves the rest of the farm as it is', () => {
  const untried = judge(
    ['203.0.113', 0, 63, 'no_route'],
    ['203.0.113', 64, 120, 'silent'],
    ['198.51.100', 2, 40, 'open'],
    ['198.51.100', 41, 254, 'silent'],
  );
  expect(untried).toMatchObject({ networks: ['203.0.113.0/26'], isAll: false });
  expect([untried.has('203.0.113.63'), untried.has('203.0.113.64'), untried.has('198.51.100.41')]).toEqual([
    true,
    false,
    false,
  ]);
});

it('takes one host that is reported unreachable for silent where others respond or are silent', () => {
  for (const others of ['open', 'refused', 'silent'] as const) {
    const untried = judge(['198.51.100', 2, 9, others], ['198.51.100', 10, 200, 'unreached']);
    expect([others, untried.networks]).toEqual([others, []]);
  }
});

it('takes a network for untried where every host but the router and this computer is reported unreachable at once', () => {
  const untried = judge(
    ['198.51.100', 1, 1, 'refused'],
    ['198.51.100', 2, 69, 'unreached'],
    ['198.51.100', 70, 70, 'refused'],
    ['198.51.100', 71, 254, 'unreached'],
    ['203.0.113', 1, 20, 'open'],
  );
  expect(untried).toMatchObject({ isAll: false, isUnreached: true });
  expect(untried.has('198.51.100.200')).toBe(true);
  expect(noRouteWords(untried, 'darwin')).toContain('Privacy & Security > Local Network');
  expect(noRouteWords(untried, 'win32')).not.toContain('Local Network');
});

it('asks for a whole stretch before it takes unreached hosts for untried, unless nothing else was scanned', () => {
  expect(judge(['203.0.113', 7, 8, 'unreached'], ['198.51.100', 2, 9, 'open']).networks).toEqual([]);
  expect(judge(['203.0.113', 7, 9, 'unreached'], ['198.51.100', 2, 9, 'open']).networks).toEqual([
    '203.0.113.7-203.0.113.9',
  ]);
  expect(judge(['203.0.113', 7, 7, 'unreached'])).toMatchObject({ networks: ['203.0.113.7'], isAll: true });
});

it('names a network that this computer is in by its own name, though its first and last address are never dialled', () => {
  expect(judge(['198.51.100', 1, 254, 'no_route']).networks).toEqual(['198.51.100.0/24']);
});

it('says nothing of addresses for which there was no socket', () => {
  expect(judge(['198.51.100', 1, 254, 'not_tried'])).toMatchObject({ networks: [], isAll: false });
});

it('names three networks at most', () => {
  const untried = judge(
    ['203.0.113', 1, 1, 'no_route'],
    ['203.0.113', 10, 19, 'no_route'],
    ['203.0.113', 32, 63, 'no_route'],
    ['203.0.113', 70, 70, 'no_route'],
    ['203.0.113', 80, 80, 'no_route'],
  );
  expect(noRouteWords(untried, 'linux')).toContain(
    'no route to 203.0.113.1, 203.0.113.10-203.0.113.19, 203.0.113.32/27 and 2 more.',
  );
});

it('is blind only where nothing can be said of any known miner', () => {
  const untried = judge(['203.0.113', 0, 63, 'no_route'], ['198.51.100', 2, 254, 'silent']);
  const nothing = { untried, doubted: [], undialled: new Set<string>(), unheard: new Set<string>() };
  const there = { id: 'a', host: '203.0.113.5' };
  const here = { id: 'b', host: '198.51.100.5' };
  const blind = (expected: readonly { id: string; host: string }[], seen: string[], gone: string[]): boolean =>
    weighDoubts(expected, { ...nothing, seen: new Set(seen), gone: new Set(gone) }).isBlind;
  expect(blind([there, here], ['b'], [])).toBe(false);
  expect(blind([there, here], [], ['b'])).toBe(false);
  expect(blind([there], [], [])).toBe(true);
  expect(blind([], [], [])).toBe(false);
  const doubts = weighDoubts([there, here], { ...nothing, seen: new Set(['b']), gone: new Set() });
  expect([...doubts.hosts]).toEqual(['203.0.113.5']);
  expect(doubtWords(doubts)).toMatch(/no route to 203\.0\.113\.0\/26.*No miner there is marked offline/);
});
