import { describe, expect, it } from 'vitest';
import type { Dials } from '../../../src-main/discovery/dial/dials.ts';
import { ReturnTurns } from '../../../src-main/discovery/return-turns.ts';
import { ReturnWatch } from '../../../src-main/discovery/return-watch.ts';
import type { Fleet } from '../../../src-main/fleet/fleet.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { storedMiner } from '../../fixtures/fleet-entries.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { memoryFleet } from '../../fixtures/memory-fleet.ts';
import { macOf } from './pass-fixture.ts';

const MINUTE_MS = 60_000;
const offlineAt = (n: number, last_ip: string) => storedMiner({ id: macOf(n), ip: null, last_ip });

/** A computer that watches for returns; which MAC is at which address is up to the test. */
async function watchFor(miners: readonly ReturnType<typeof storedMiner>[], subnets = ['198.51.100.0/24']) {
  const clock = new ManualClock();
  const fleet: Fleet = await memoryFleet(clock, miners);
  const at = new Map<string, string>();
  const dialled: string[] = [];
  const back: string[] = [];
  let scans = 0;
  let cidr = '198.51.100.70/24';
  let doubted = new Set<string>();
  const dials: Pick<Dials, 'scan'> = {
    scan: async (addresses, { onResult }) => {
      for (const address of addresses) {
        dialled.push(address.host);
        onResult(address, at.has(address.host) ? 'open' : 'silent');
      }
      return { untried: 0, socketError: null, fewestSockets: null, linkWaitMs: 0 };
    },
  };
  const watch = new ReturnWatch({
    clock,
    fleet,
    dials: dials as Dials,
    minerGateway: {
      identify: async ({ address }) => ({
        ok: true as const,
        value: { kind: 'vnish', info: { mac: at.get(address.host) ?? null } } as never,
      }),
    },
    settings: () => Settings.parse({ network: { subnets } }),
    interfaces: () => ({ eth0: [{ family: 'IPv4', cidr }] }),
    doubtedHosts: () => doubted,
    onBack: async (id) => {
      back.push(id);
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
  return { clock, at, dialled, back, set, scans: () => scans, stop: () => watch.loop.stop() };
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
    expect(farm.scans()).toBe(1);
    await farm.stop();
  });
});

describe('a network that could not be reached', () => {
  const known = [1, 2, 3, 4, 5].map((n) =>
    storedMiner({ id: macOf(n), ip: `203.0.113.${n}`, last_ip: `203.0.113.${n}` }),
  );
  const hosts = known.map(({ ip }) => ip as string);
  const networks = ['198.51.100.0/24', '203.0.113.0/24'];

  it('is tried at three hosts, ever less often, and scanned when one responds', async () => {
    const farm = await watchFor(known, networks);
    farm.set.doubt(...hosts);
    await farm.clock.advance(10 * MINUTE_MS);
    expect(new Set(farm.dialled).size).toBe(3);
    expect({ few: farm.dialled.length <= 3 * 15, scans: farm.scans() }).toEqual({ few: true, scans: 0 });
    farm.at.set('203.0.113.2', macOf(2));
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

  it.each([[[]], [['198.51.100.0/24']]])('is not dialled once it is not configured any more: %j', async (subnets) => {
    const farm = await watchFor(known, subnets);
    farm.set.doubt(...hosts);
    await farm.clock.advance(60 * MINUTE_MS);
    expect(farm.dialled).toEqual([]);
    await farm.stop();
  });
});

it('takes turns: who has waited longest comes first, and who is back is forgotten', () => {
  const turns = new ReturnTurns();
  expect(turns.take(['a', 'b', 'c'], 0, 2)).toEqual(['a', 'b']);
  expect(turns.take(['a', 'b', 'c'], 1000, 2)).toEqual(['c']);
  expect(turns.take(['a', 'b', 'c'], 5000, 9)).toEqual(['a', 'b']);
  turns.take(['a'], 5000, 9);
  expect(turns.take(['a', 'b'], 5000, 9)).toEqual(['b']);
});
