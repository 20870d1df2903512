import { describe, expect, it } from 'vitest';
import type { Dialer } from '../../../src-main/discovery/dial/dialer.ts';
import { pickWitnesses } from '../../../src-main/discovery/returns/doubted-networks.ts';
import { ReturnBackoff } from '../../../src-main/discovery/returns/return-backoff.ts';
import { ReturnWatch } from '../../../src-main/discovery/returns/return-watch.ts';
import type { Fleet } from '../../../src-main/fleet/fleet.ts';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { storedMiner } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { flushTasks, ManualClock } from '../../fixtures/manual-clock.ts';
import { macOf } from './pass-fixture.ts';

const offlineAt = (n: number, last_ip: string) => storedMiner({ id: macOf(n), ip: null, last_ip });

/**
 * A computer that watches for returning miners. The test sets which MAC is at which address; ''
 * accepts and sends nothing.
 */
async function watchFor(
  miners: readonly ReturnType<typeof storedMiner>[],
  subnets = ['198.51.100.0/24'],
  resolved: ReadonlyMap<string, string> = new Map(),
) {
  const clock = new ManualClock();
  const fleet: Fleet = await memoryFleet(clock, miners);
  const at = new Map<string, string>();
  const dialled: string[] = [];
  const back: string[] = [];
  const caps = new Set<number | null>();
  const pausing = new AbortController();
  /** While a hold is set, all calls wait for it. */
  const holds: { dial?: Promise<void>; check?: Promise<void> } = {};
  const identified = { now: 0, most: 0 };
  let scans = 0;
  let cidr = '198.51.100.70/24';
  let doubted = new Set<string>();
  const dials: Pick<Dialer, 'scan'> = {
    scan: async (addresses, { onResult, cap }) => {
      caps.add(cap);
      for (const address of addresses) {
        dialled.push(address.host);
        onResult(address, at.has(address.host) ? 'open' : 'silent');
      }
      await holds.dial;
      return { untried: 0, socketError: null, fewestSockets: null, linkWaitMs: 0 };
    },
  };
  const watch = new ReturnWatch({
    clock,
    fleet,
    dials: dials as Dialer,
    minerGateway: {
      async identify({ address }) {
        identified.now += 1;
        identified.most = Math.max(identified.most, identified.now);
        await Promise.resolve();
        identified.now -= 1;
        const mac = at.get(address.host);
        if (mac === '') return { ok: false, error: { code: 'timeout', message: 'no response' } } as never;
        return { ok: true, value: { kind: 'vnish', info: { mac: mac ?? null } } as never };
      },
    },
    settings: () => Settings.parse({ network: { subnets, scan_concurrency: 32 } }),
    interfaces: () => ({ eth0: [{ family: 'IPv4', cidr }] }),
    pausing: () => pausing.signal,
    doubtedHosts: () => doubted,
    resolvedHost: (host) => resolved.get(host) ?? null,
    onBack: async (id) => {
      back.push(id);
      await holds.check;
      const { stored } = fleet.entry(id) as NonNullable<ReturnType<Fleet['entry']>>;
      fleet.upsertSeen(id, stored.last_ip as string, { kind: 'vnish', info: { mac: id } } as never);
    },
    onNetworkBack: () => {
      scans += 1;
    },
    onError: (error) => {
      throw error;
    },
  });
  watch.loop.start();
  await clock.advance(0);
  const set = {
    network: (own: string) => {
      cidr = own;
    },
    doubt: (...hosts: string[]) => {
      doubted = new Set(hosts);
    },
  };
  const pause = () => {
    watch.loop.pause();
    pausing.abort();
  };
  const stop = () => watch.stop();
  return { clock, at, dialled, back, caps, holds, identified, set, pause, scans: () => scans, stop };
}

describe('an offline miner', () => {
  it('is back within seconds of answering where it was last seen, however rare scans are', async () => {
    const farm = await watchFor([offlineAt(1, '198.51.100.1'), offlineAt(2, '198.51.100.2')]);
    await farm.clock.advance(MINUTE_MS);
    expect({ back: farm.back, dialled: new Set(farm.dialled) }).toEqual({
      back: [],
      dialled: new Set(['198.51.100.1', '198.51.100.2']),
    });
    farm.at.set('198.51.100.2', macOf(2));
    await farm.clock.advance(5000);
    expect({ back: farm.back, scans: farm.scans() }).toEqual({ back: [macOf(2)], scans: 0 });
    farm.dialled.length = 0;
    await farm.clock.advance(MINUTE_MS);
    expect(new Set(farm.dialled)).toEqual(new Set(['198.51.100.1']));
    await farm.stop();
  });

  it('is dialled ever less often, once a minute at last', async () => {
    const farm = await watchFor([offlineAt(1, '198.51.100.1')]);
    await farm.clock.advance(60 * MINUTE_MS);
    const inFirstHour = farm.dialled.length;
    farm.dialled.length = 0;
    await farm.clock.advance(60 * MINUTE_MS);
    expect(inFirstHour).toBeLessThan(60 * 3);
    expect({ least: farm.dialled.length >= 55, most: farm.dialled.length <= 60 }).toEqual({ least: true, most: true });
    await farm.stop();
  });

  it('is not taken for another miner that is there now, which is left to the next scan', async () => {
    const farm = await watchFor([offlineAt(1, '198.51.100.1')]);
    farm.at.set('198.51.100.1', macOf(77));
    await farm.clock.advance(10 * MINUTE_MS);
    expect({ back: farm.back, dials: farm.dialled.length <= 12 }).toEqual({ back: [], dials: true });
    await farm.stop();
  });

  it('is not dialled outside the configured networks, nor where another miner is online', async () => {
    const online = storedMiner({ id: macOf(3), ip: '198.51.100.3', last_ip: '198.51.100.3' });
    const farm = await watchFor([offlineAt(1, '203.0.113.1'), offlineAt(2, '198.51.100.3'), online]);
    await farm.clock.advance(MINUTE_MS);
    expect(farm.dialled).toEqual([]);
    await farm.stop();
  });

  it('is back within seconds also where it was scanned by a host name, for as long as that is configured', async () => {
    const miners = [offlineAt(1, '203.0.113.5'), offlineAt(2, '203.0.113.6:8080'), offlineAt(3, '203.0.113.7:81')];
    const names = new Map([
      ['miner5.lan', '203.0.113.5'],
      ['miner6.lan', '203.0.113.6'],
      ['miner7.lan', '203.0.113.7'],
      ['gone.lan', '203.0.113.8'],
    ]);
    miners.push(offlineAt(4, '203.0.113.8'));
    const farm = await watchFor(miners, ['Miner5.lan', 'miner6.lan:8080', 'miner7.lan'], names);
    await farm.clock.advance(MINUTE_MS);
    expect(new Set(farm.dialled)).toEqual(new Set(['203.0.113.5', '203.0.113.6']));
    farm.at.set('203.0.113.5', macOf(1));
    await farm.clock.advance(5000);
    expect(farm.back).toEqual([macOf(1)]);
    await farm.stop();
  });

  it('is one of many after a power cut: a bounded number is dialled at once, and a farm that is back is scanned', async () => {
    const hosts = Array.from({ length: 600 }, (_, i) => `10.9.${i >> 8}.${i & 255}`);
    const farm = await watchFor(
      hosts.map((host, i) =>
        storedMiner({
          id: `02:00:00:00:${(i >> 8) + 10}:${(i & 255).toString(16).padStart(2, '0')}`,
          ip: null,
          last_ip: host,
        }),
      ),
      ['10.9.0.0/16'],
    );
    expect(farm.dialled).toHaveLength(256);
    await farm.clock.advance(10_000);
    expect(new Set(farm.dialled).size).toBe(600);
    for (const [i, host] of hosts.entries())
      farm.at.set(host, `02:00:00:00:${(i >> 8) + 10}:${(i & 255).toString(16).padStart(2, '0')}`);
    await farm.clock.advance(5000);
    // The scan finds all of them: none is checked separately, and none starts another scan in
    // between.
    expect({ scans: farm.scans(), back: farm.back }).toEqual({ scans: 1, back: [] });
    expect(farm.identified.most).toBe(64);
    await farm.clock.advance(10_000);
    const scans = farm.scans();
    await farm.clock.advance(30_000);
    expect(farm.scans()).toBe(scans);
    expect(farm.caps).toEqual(new Set([32]));
    await farm.stop();
  });

  it('does not hold up the others while it is slow to answer its check', async () => {
    const farm = await watchFor([offlineAt(1, '198.51.100.1'), offlineAt(2, '198.51.100.2')]);
    let open = (): void => undefined;
    farm.holds.check = new Promise((resolve) => {
      open = resolve;
    });
    farm.at.set('198.51.100.1', macOf(1));
    await farm.clock.advance(10_000);
    farm.at.set('198.51.100.2', macOf(2));
    await farm.clock.advance(MINUTE_MS);
    expect(farm.back).toEqual([macOf(1), macOf(2)]);
    let isStopped = false;
    const stopped = farm.stop().then(() => {
      isStopped = true;
    });
    await flushTasks();
    expect(isStopped).toBe(false);
    open();
    await stopped;
  });

  it('is not dialled any more by a round during which monitoring is paused', async () => {
    const known = storedMiner({ id: macOf(9), ip: '198.51.100.9', last_ip: '198.51.100.9' });
    const farm = await watchFor([offlineAt(1, '198.51.100.1'), known]);
    let open = (): void => undefined;
    farm.holds.dial = new Promise((resolve) => {
      open = resolve;
    });
    farm.set.doubt('198.51.100.9');
    farm.at.set('198.51.100.9', macOf(9));
    farm.dialled.length = 0;
    await farm.clock.advance(5000);
    farm.pause();
    open();
    await farm.clock.advance(MINUTE_MS);
    expect({ dialled: farm.dialled, scans: farm.scans() }).toEqual({ dialled: ['198.51.100.9'], scans: 0 });
    await farm.stop();
  });
});

describe('a network that could not be reached', () => {
  const known = [1, 2, 3, 4, 5].map((n) =>
    storedMiner({ id: macOf(n), ip: `203.0.113.${n}`, last_ip: `203.0.113.${n}` }),
  );
  const hosts = known.map(({ ip }) => ip as string);
  const networks = ['198.51.100.0/24', '203.0.113.0/24'];

  it('is tried at three hosts at once, ever less often, and scanned when one responds', async () => {
    const farm = await watchFor(known, networks);
    farm.set.doubt(...hosts);
    await farm.clock.advance(10 * MINUTE_MS);
    expect(farm.dialled.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 1].map((n) => `203.0.113.${n}`));
    expect({ few: farm.dialled.length <= 3 * 15, scans: farm.scans() }).toEqual({ few: true, scans: 0 });
    for (const [i, host] of hosts.entries()) farm.at.set(host, macOf(i + 1));
    await farm.clock.advance(MINUTE_MS);
    expect(farm.scans()).toBe(1);
    farm.set.doubt();
    farm.dialled.length = 0;
    await farm.clock.advance(10 * MINUTE_MS);
    expect({ dialled: farm.dialled, scans: farm.scans() }).toEqual({ dialled: [], scans: 1 });
    await farm.stop();
  });

  it('is tried within seconds once this computer is in another network', async () => {
    const farm = await watchFor(known, networks);
    farm.set.doubt(...hosts);
    await farm.clock.advance(10 * MINUTE_MS);
    for (const [i, host] of hosts.entries()) farm.at.set(host, macOf(i + 1));
    farm.set.network('203.0.113.70/24');
    await farm.clock.advance(5000);
    expect(farm.scans()).toBe(1);
    await farm.stop();
  });

  it.each([
    ['accepts everything and says nothing', ''],
    ['is another one with the same addresses', macOf(77)],
  ])('brings no scan where it %s', async (_, mac) => {
    const farm = await watchFor(known, networks);
    farm.set.doubt(...hosts);
    for (const host of hosts) farm.at.set(host, mac);
    await farm.clock.advance(10 * MINUTE_MS);
    expect({ wasTried: farm.dialled.length > 9, scans: farm.scans() }).toEqual({ wasTried: true, scans: 0 });
    await farm.stop();
  });

  it.each([[[]], [['198.51.100.0/24']]])('is not dialled once it is not configured any more: %j', async (subnets) => {
    const farm = await watchFor(known, subnets);
    farm.set.doubt(...hosts);
    await farm.clock.advance(60 * MINUTE_MS);
    expect(farm.dialled).toEqual([]);
    await farm.stop();
  });
});

it('takes turns: who has waited longest comes first, and who is back is forgotten', () => {
  const turns = new ReturnBackoff();
  expect(turns.take(['a', 'b', 'c'], 0, 2)).toEqual(['a', 'b']);
  expect(turns.take(['a', 'b', 'c'], 1000, 2)).toEqual(['c']);
  expect(turns.take(['a', 'b', 'c'], 5000, 9)).toEqual(['a', 'b']);
  turns.take(['a'], 5000, 9);
  expect(turns.take(['a', 'b'], 5000, 9)).toEqual(['b']);
});

it('asks other hosts of the doubted networks at each turn, in all of them in the end, and never too many', () => {
  const network = (n: number, size: number) =>
    Array.from({ length: size }, (_, i) => ({ host: `10.9.${n}.${i + 1}`, port: 80 }));
  for (const [count, size] of [
    [1, 200],
    [2, 2],
    [8, 10],
    [10, 3],
    [24, 1],
    [60, 40],
  ] as const) {
    const networks = Array.from({ length: count }, (_, n) => network(n, size));
    const asked = new Set<string>();
    for (let turn = 0; asked.size < count * size && turn < 1000; turn++) {
      const picked = pickWitnesses(networks, turn).map(({ host }) => host);
      expect(picked.length).toBeLessThanOrEqual(24);
      expect(new Set(picked).size).toBe(picked.length);
      for (const host of picked) asked.add(host);
    }
    expect(asked.size).toBe(count * size);
  }
  expect(pickWitnesses([], 7)).toEqual([]);
});
