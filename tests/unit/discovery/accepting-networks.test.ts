import { describe, expect, it } from 'vitest';
import { probeRoom } from '../../../src-main/discovery/dial/dial-limits.ts';
import { acceptingWords } from '../../../src-main/discovery/pass/accepting-words.ts';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { knownMiner, macOf, ScannedNetwork } from './pass-fixture.ts';

const SILENT = { error: { code: 'timeout' } } as const;

/** Every address of 10.20.0.0/22 accepts; each probe takes 150 ms, whatever is there. */
async function behindFirewall(known: Parameters<typeof ScannedNetwork.of>[0] = []) {
  const net = await ScannedNetwork.of(known);
  net.elsewhere = SILENT;
  net.probeMs = 150;
  return net;
}

describe('a network in which everything accepts and nothing answers', () => {
  const TARGET = '10.20.0.0/22';

  it('is named, costs a bounded time, and its miners are found within a few scans', async () => {
    const net = await behindFirewall();
    const miners = ['10.20.0.9', '10.20.1.200', '10.20.3.254'];
    for (const [i, host] of miners.entries()) net.at.set(host, { mac: macOf(i + 1) });
    const found: string[] = [];
    let scans = 0;
    for (; found.length < miners.length && scans < 5; scans++) {
      const began = net.clock.monotonicMs();
      net.asked.length = 0;
      const { events, outcome } = await net.scan(TARGET);
      found.push(...events);
      expect(net.clock.monotonicMs() - began).toBeLessThan(3 * MINUTE_MS);
      expect(outcome).toMatchObject({
        isWatching: true,
        trouble: null,
        message: expect.stringContaining('Something on the way to 10.20.0.0/22 accepts every connection'),
      });
      if (scans > 0) continue;
      expect(outcome.message).toMatch(/ [4-6]\d\d addresses that accept connections were not checked in this scan/);
      expect(net.counts).toMatchObject({ other_devices: 0, not_identified: 1024 - events.length });
      expect(net.counts.devices).toHaveLength(200);
    }
    expect(found.sort()).toEqual([1, 2, 3].map((n) => `new ${macOf(n)}`));
    expect(scans).toBeGreaterThan(1);
  });

  it('is searched for three times as long where the operator asks', async () => {
    const net = await behindFirewall();
    net.at.set('10.20.3.254', { mac: macOf(1) });
    const { events, outcome } = await net.scan(TARGET, { isRequested: true, decidesPlace: true });
    expect(events).toEqual([`new ${macOf(1)}`]);
    expect(outcome.message).toContain('Miners there that answer are found.');
  });

  it('is searched further by each scan that the operator requests', async () => {
    const net = await behindFirewall();
    net.probeMs = 500;
    const asked = new Set<string>();
    let scans = 0;
    for (; asked.size < 1024 && scans < 5; scans++) {
      net.negativeCache.endPauses();
      net.asked.length = 0;
      await net.scan(TARGET, { isRequested: true, decidesPlace: true });
      for (const host of net.asked) asked.add(host);
    }
    expect({ asked: asked.size, isInTurn: scans > 1 }).toEqual({ asked: 1024, isInTurn: true });
  });

  it('takes a bounded time too while a known miner is missed, and its other devices are asked in turn', async () => {
    const net = await behindFirewall([knownMiner(1, '10.20.3.3')]);
    net.at.set('10.20.3.3', SILENT);
    const asked = new Set<string>();
    for (let scans = 0; scans < 8; scans++) {
      const began = net.clock.monotonicMs();
      net.asked.length = 0;
      expect((await net.scan(TARGET)).events).toEqual([]);
      for (const host of net.asked) asked.add(host);
      expect(net.clock.monotonicMs() - began).toBeLessThan(3 * MINUTE_MS);
    }
    expect(asked.size).toBe(1024);
  });

  it('delays no known miner, and hides none that moved within it', async () => {
    const net = await behindFirewall([knownMiner(1, '10.20.3.3'), knownMiner(2, '10.20.2.4')]);
    net.at.delete('10.20.2.4');
    net.at.set('10.20.2.5', { mac: macOf(2) });
    const events: string[] = [];
    for (let i = 0; i < 4; i++) {
      net.asked.length = 0;
      events.push(...(await net.scan(TARGET)).events);
      expect(net.asked.slice(0, 2)).toContain('10.20.3.3');
    }
    expect(events).toEqual([`moved ${macOf(2)}`]);
    expect(net.fleet.entry(macOf(1))?.stored.ip).toBe('10.20.3.3');
  });
});

describe('a network in which everything accepts for another reason', () => {
  const full = (): string[] => Array.from({ length: 254 }, (_, i) => `10.20.0.${i + 1}`);

  it('is a farm where miners answer', async () => {
    const net = await ScannedNetwork.of([]);
    for (const [i, host] of full().entries()) net.at.set(host, { mac: macOf(i) });
    const { events, outcome } = await net.scan('10.20.0.0/24');
    expect({ found: events.length, message: outcome.message }).toEqual({ found: 254, message: null });
  });

  it('is one of other makes where they say so', async () => {
    const net = await ScannedNetwork.of([]);
    for (const host of full()) net.at.set(host, { error: { code: 'not_a_miner', what: 'a stock miner' } });
    const { outcome } = await net.scan('10.20.0.0/24');
    expect({ message: outcome.message, ...net.counts }).toMatchObject({
      message: null,
      other_devices: 254,
      not_identified: 0,
    });
  });

  it('is none where a few hosts among silent ones accept and do not answer', async () => {
    const net = await ScannedNetwork.of([]);
    for (const host of full().slice(0, 40)) net.at.set(host, SILENT);
    const { outcome } = await net.scan('10.20.0.0/24');
    expect({ message: outcome.message, not_identified: net.counts.not_identified }).toEqual({
      message: null,
      not_identified: 40,
    });
  });

  it('is a farm whose known miners all accept and do not answer yet', async () => {
    const net = await ScannedNetwork.of(full().map((host, i) => knownMiner(i, host)));
    for (const host of full()) net.at.set(host, SILENT);
    expect((await net.scan('10.20.0.0/24')).outcome.message).toBeNull();
  });
});

it('says how many addresses were left where not all of a network accepts', () => {
  expect(acceptingWords({ networks: [], notProbed: 0 })).toBeNull();
  expect(acceptingWords({ networks: [], notProbed: 1 })).toBe(
    '1 address that accepts connections was not checked in this scan; the next scans check them first.',
  );
  expect(acceptingWords({ networks: [], notProbed: 2000 }, true)).toBe(
    '2,000 addresses that accept connections were not checked in this scan. Scan fewer addresses at once to have all of them checked.',
  );
  const byCommand = acceptingWords({ networks: ['10.20.0.0/22'], notProbed: 3 }, true);
  expect(byCommand).not.toMatch(/next scan|Known miners/);
});

it('asks no more hosts at once that accept in the second look only, and those of them for a bounded time', async () => {
  const net = await behindFirewall();
  net.probeMs = 10;
  const hosts = Array.from({ length: 1024 }, (_, i) => `10.20.${i >> 8}.${i & 255}`);
  for (const host of hosts) net.silentAtFirst.add(host);
  const { outcome } = await net.scan('10.20.0.0/22', { triesSilentTwice: true });
  expect(net.mostProbed).toBeLessThanOrEqual(256);
  expect(new Set(net.asked).size).toBe(1024);
  expect(outcome.trouble).toBeNull();
  net.probeMs = 150;
  net.asked.length = 0;
  for (const host of hosts) net.silentAtFirst.add(host);
  const began = net.clock.monotonicMs();
  const again = await net.scan('10.20.0.0/22', { triesSilentTwice: true });
  expect(net.clock.monotonicMs() - began).toBeLessThan(2 * MINUTE_MS);
  expect(again.outcome.message).toContain('addresses that accept connections were not checked in this scan');
  expect(net.counts.not_identified).toBe(1024);
});

it('asks as many hosts at once as there are descriptors for', () => {
  expect([null, 65_536, 400, 20].map(probeRoom)).toEqual([256, 256, 100, 16]);
});
