import { describe, expect, it } from 'vitest';
import { storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { knownMiner, macOf, ScannedNetwork } from './pass-fixture.ts';

const MINERS = 8;
const hostOf = (n: number): string => `198.51.100.${n}`;
const farm = () => Array.from({ length: MINERS }, (_, i) => knownMiner(i + 1));
const movedAll = farm().map(({ id }) => `moved ${id}`);

/** DHCP has given the miners each other's addresses, in reverse order; some hosts accept slowly. */
async function exchanged(...slow: number[]) {
  const net = await ScannedNetwork.of(farm());
  for (let n = 1; n <= MINERS; n++) net.at.set(hostOf(n), { mac: macOf(MINERS + 1 - n) });
  for (const n of slow) net.silentAtFirst.add(hostOf(n));
  return net;
}

describe('miners that exchange their addresses', () => {
  it.each([
    ['and all answer at once', []],
    ['while one is slow', [3]],
    ['while both of a pair are slow', [1, 8]],
    ['while half of the farm is slow', [1, 2, 7, 8]],
    ['while all are slow', [1, 2, 3, 4, 5, 6, 7, 8]],
  ])('are followed %s: none of them is offline', async (_, slow) => {
    const net = await exchanged(...slow);
    const { events } = await net.scan();
    expect(events.sort()).toEqual(movedAll);
    for (let n = 1; n <= MINERS; n++) {
      expect(net.fleet.entry(macOf(n))?.stored.ip).toBe(hostOf(MINERS + 1 - n));
      expect(net.fleet.entry(macOf(n))?.conflictIps).toEqual([]);
    }
  });

  it('are followed to an address that was silent at first, where another has taken the one they had', async () => {
    const net = await ScannedNetwork.of(farm());
    net.at.set(hostOf(1), { mac: macOf(2) });
    net.at.delete(hostOf(2));
    net.at.set(hostOf(99), { mac: macOf(1) });
    net.silentAtFirst.add(hostOf(99));
    expect((await net.scan()).events.sort()).toEqual([`moved ${macOf(1)}`, `moved ${macOf(2)}`]);
  });

  it('are followed where only one of them has a failing poll: the others were just read, and are met elsewhere', async () => {
    const preset = { name: '2500', pretty: '', power_w: 2500, hashrate_hs: null, modded_psu_required: false };
    const model = storedModel({ presets: [{ ...preset, status: 'tuned' }] });
    const settled = farm().map((miner) => ({ ...miner, model_alias: 's19jpro', api_key_sealed: 'key' }));
    const net = await ScannedNetwork.of(settled, undefined, [model]);
    await net.scan();
    for (const { id } of settled) net.fleet.readings.pollSucceeded(id, null);
    net.fleet.readings.pollFailed(macOf(2), 'no answer', null, net.clock.nowMs());
    for (const [host, miner] of [
      [1, 3],
      [2, 1],
      [3, 2],
    ] as const)
      net.at.set(hostOf(host), { mac: macOf(miner) });
    net.asked.length = 0;
    const { events } = await net.scan('198.51.100.0/24', { readWithinMs: 15_000 });
    expect(net.asked).not.toContain(hostOf(7));
    expect(events.sort()).toEqual([1, 2, 3].map((n) => `moved ${macOf(n)}`));
    for (const { id } of settled) expect(net.fleet.entry(id)?.conflictIps).toEqual([]);
    expect(net.counts.miners_found).toBe(MINERS);
  });

  it('leave one offline that is nowhere, also where another miner has its address', async () => {
    const net = await ScannedNetwork.of(farm());
    net.at.set(hostOf(1), { mac: macOf(2) });
    net.at.delete(hostOf(2));
    expect((await net.scan()).events).toEqual([`moved ${macOf(2)}`, `offline ${macOf(1)}`]);
  });
});

describe('a host that reports the MAC of a miner that is elsewhere', () => {
  const OTHER = '203.0.113.66';
  const claimed = async () => {
    const net = await ScannedNetwork.of(farm());
    await net.scan();
    net.at.set(OTHER, { mac: macOf(3) });
    return net;
  };

  it('gets nothing in a scan that does not cover the address of the miner, which answers there', async () => {
    const net = await claimed();
    const { events } = await net.scan('203.0.113.0/24');
    expect(events).toEqual([expect.stringContaining('conflict')]);
    expect(net.provisionedAt).not.toContain(OTHER);
    expect(net.fleet.entry(macOf(3))?.stored.ip).toBe(hostOf(3));
  });

  it('gets nothing while the miner accepts and is too busy to answer, for ten minutes', async () => {
    const net = await claimed();
    net.fleet.readings.pollSucceeded(macOf(3), null);
    net.at.set(hostOf(3), { error: { code: 'timeout' } });
    const both = ['198.51.100.0/24', '203.0.113.0/24'];
    await net.scan(both);
    expect(net.fleet.entry(macOf(3))?.stored.ip).toBe(hostOf(3));
    expect(net.provisionedAt).not.toContain(OTHER);
    net.clock.elapse(10 * 60_000);
    expect((await net.scan(both)).events).toEqual([`moved ${macOf(3)}`]);
  });
});
