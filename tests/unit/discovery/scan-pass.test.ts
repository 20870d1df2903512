import { describe, expect, it } from 'vitest';
import type { DialResult } from '../../../src-main/discovery/dial/dial.ts';
import { LinkMonitor } from '../../../src-main/discovery/guards/link-monitor.ts';
import { Thoroughness } from '../../../src-main/discovery/scan-thoroughness.ts';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { environmentWith } from './network-environment-fixture.ts';
import { knownMiner, macOf, ScannedNetwork } from './pass-fixture.ts';

const farm = (count: number, network = '198.51.100') =>
  Array.from({ length: count }, (_, i) => knownMiner(i + 1, `${network}.${i + 1}`));

const PRESET = {
  name: '2500',
  pretty: '',
  power_w: 2500,
  hashrate_hs: null,
  modded_psu_required: false,
  status: 'tuned',
} as const;
const INTERVALS = { discovery_seconds: 30, status_seconds: 15, telemetry_seconds: 60 };

const on = (...cidrs: string[]) => ({ eth0: cidrs.map((cidr) => ({ family: 'IPv4', cidr })) });

describe('a network that this computer was attached to once', () => {
  const FARM = '203.0.113.0/24';

  async function moved() {
    const net = await ScannedNetwork.of(farm(5, '203.0.113'));
    let now = on('203.0.113.200/24');
    net.linkMonitor = new LinkMonitor(() => now);
    net.linkMonitor.lostNetworks();
    now = on('198.51.100.70/24');
    return net;
  }

  it('reports a dead miner where others there answer over another link', async () => {
    const net = await moved();
    net.at.delete('203.0.113.5');
    const { events, end, outcome } = await net.scan(FARM);
    expect(events).toEqual([`offline ${macOf(5)}`]);
    expect([...(end.doubts?.hosts ?? [])]).toEqual([]);
    expect(outcome).toEqual({ isWatching: true, trouble: null, message: null });
  });

  it('reports none where nobody there answers, and says why; once a miner has answered, the link is not missed any more', async () => {
    const net = await moved();
    const others = new Map(net.at);
    net.at.clear();
    const { events, outcome } = await net.scan(FARM);
    expect(events).toEqual([]);
    expect(outcome).toMatchObject({ isWatching: false, trouble: expect.stringContaining('no route to 203.0.113.1') });
    for (const [host, there] of others) net.at.set(host, there);
    expect((await net.scan(FARM)).outcome.isWatching).toBe(true);
    net.at.clear();
    expect((await net.scan(FARM)).events).toHaveLength(5);
  });
});

describe('a clock that is set back', () => {
  it('does not make a dead miner look as if a poll had read it during the scan', async () => {
    const net = await ScannedNetwork.of(farm(5));
    for (const { id } of farm(5)) net.fleet.readings.pollSucceeded(id, null);
    net.clock.setBack(3_600_000);
    net.at.delete('198.51.100.5');
    expect((await net.scan()).events).toEqual([`offline ${macOf(5)}`]);
  });

  it('does not hide that a poll has read a miner during the scan', async () => {
    const net = await ScannedNetwork.of(farm(2));
    net.at.delete('198.51.100.2');
    net.onConfirm = () => {
      net.clock.setBack(3_600_000);
      net.fleet.readings.pollSucceeded(macOf(2), null);
    };
    expect((await net.scan()).events).toEqual([]);
  });
});

describe('an address that was of another device', () => {
  const STOCK = { error: { code: 'not_a_miner', what: 'a stock miner' } } as const;
  const OLD = '198.51.100.9';
  const NEW = '198.51.100.77';

  async function beside(there: typeof STOCK) {
    const net = await ScannedNetwork.of([knownMiner(1, OLD), knownMiner(2)]);
    net.at.set(NEW, there);
    for (let i = 0; i < 8; i++) {
      await net.scan();
      await net.clock.advance(700_000);
    }
    await net.scan();
    return net;
  }

  it('is asked before a miner that is missed counts as gone: it may have moved there', async () => {
    const net = await beside(STOCK);
    net.asked.length = 0;
    await net.scan();
    expect(net.asked).not.toContain(NEW);
    net.at.delete(OLD);
    net.at.set(NEW, { mac: macOf(1) });
    expect((await net.scan()).events).toEqual([`moved ${macOf(1)}`]);
    expect(net.fleet.entry(macOf(1))?.stored.ip).toBe(NEW);
  });

  it('is forgotten once nobody accepts there', async () => {
    const net = await beside(STOCK);
    net.at.delete(OLD);
    net.at.delete(NEW);
    expect((await net.scan()).events).toEqual([`offline ${macOf(1)}`]);
    net.at.set(NEW, { mac: macOf(1) });
    expect((await net.scan()).events).toEqual([`back ${macOf(1)}`, `moved ${macOf(1)}`]);
  });

  it('is asked again ten minutes later at the latest: a stock miner may have been flashed', async () => {
    const net = await beside(STOCK);
    net.at.set(NEW, { mac: macOf(3) });
    await net.clock.advance(600_000);
    expect((await net.scan()).events).toEqual([`new ${macOf(3)}`]);
  });
});

describe('hosts that are reported unreachable at once', () => {
  const settings = { readWithinMs: 15_000 };
  const unreached: { readonly dial: DialResult } = { dial: 'unreached' };

  /** Ten miners, seven of which were read a moment ago; the scan decides whether to skip those. */
  async function farmOfTen() {
    const miners = farm(10);
    const net = await ScannedNetwork.of(miners, undefined, [storedModel({ presets: [PRESET] })]);
    await net.scan();
    for (const { id } of miners.slice(0, 7)) net.fleet.readings.pollSucceeded(id, null);
    return net;
  }

  it('say nothing of their miners where those read a moment ago cannot be reached either', async () => {
    const net = await farmOfTen();
    for (const [host] of net.at) net.at.set(host, unreached);
    const { events, outcome } = await net.scan('198.51.100.1-198.51.100.10', settings);
    expect(events).toEqual([]);
    expect(outcome.trouble).toContain('no route to 198.51.100.');
  });

  it('are gone where others there can be reached, also if only miners that were read a moment ago are left', async () => {
    const net = await farmOfTen();
    for (const n of [8, 9, 10]) net.at.set(`198.51.100.${n}`, unreached);
    const { events, outcome } = await net.scan('198.51.100.1-198.51.100.10', settings);
    expect(events.sort()).toEqual([macOf(8), macOf(9), macOf(10)].map((id) => `offline ${id}`).sort());
    expect(outcome.isWatching).toBe(true);
  });

  it('are judged once more where the network goes while they are checked', async () => {
    const net = await farmOfTen();
    for (const n of [8, 9, 10]) net.at.delete(`198.51.100.${n}`);
    net.onConfirm = () => {
      for (let n = 1; n <= 10; n++) net.at.set(`198.51.100.${n}`, unreached);
    };
    expect((await net.scan()).events).toEqual([]);
  });

  it('are offline where the router on the way reports it: the link behind it has failed', async () => {
    const miners = [11, 12, 13, 14].map((n) => knownMiner(n, `203.0.113.${n}`));
    const net = await ScannedNetwork.of([...miners, ...farm(2)]);
    const targets = ['203.0.113.0/26', '198.51.100.1-198.51.100.2'];
    await net.scan(targets);
    for (let n = 0; n < 64; n++) net.at.set(`203.0.113.${n}`, { dial: 'reported' });
    const { events, outcome } = await net.scan(targets);
    expect(events.sort()).toEqual([11, 12, 13, 14].map((n) => `offline ${macOf(n)}`));
    expect(outcome).toEqual({
      isWatching: true,
      trouble: null,
      message:
        'The router 198.51.100.1, or one behind it, reports 203.0.113.0/26 unreachable, where 4 miners are known. Check the link there.',
    });
    expect((await net.scan(targets)).outcome.message).toBe(outcome.message);
    // Nothing for networks without a miner: a router reports each that does not exist.
    expect((await net.scan('203.0.112.0/26')).outcome).toMatchObject({ trouble: null, message: null });
  });

  it('are reported by no router any more where one of them answers when it is checked', async () => {
    const net = await ScannedNetwork.of([1, 2].map((n) => knownMiner(n, `203.0.113.${n}`)));
    net.elsewhere = { dial: 'reported' };
    net.at.clear();
    net.onConfirm = () => net.at.set('203.0.113.1', { mac: macOf(1) });
    const { events, outcome } = await net.scan('203.0.113.0/26');
    expect(events).toEqual([`offline ${macOf(2)}`]);
    expect(outcome.message).toBeNull();
  });

  it('say nothing where no router is on the way: a tunnel of this computer reports for it', async () => {
    const net = await ScannedNetwork.of([1, 2, 3, 4].map((n) => knownMiner(n, `203.0.113.${n}`)));
    net.environment = environmentWith(null, undefined, null, ['203.0.113.0/26']);
    net.elsewhere = { dial: 'reported' };
    net.at.clear();
    const { events, outcome } = await net.scan('203.0.113.0/26');
    expect(events).toEqual([]);
    expect(outcome).toMatchObject({
      isWatching: false,
      trouble: expect.stringContaining('no route to 203.0.113.0/26'),
    });
  });

  it('is one that is gone, where it is the only miner known', async () => {
    const net = await ScannedNetwork.of(farm(1));
    net.at.set('198.51.100.1', unreached);
    expect((await net.scan()).events).toEqual([`offline ${macOf(1)}`]);
  });
});

describe('a miner that is back while a scan is under way', () => {
  /** The last of four miners is offline, and is seen and read while the next scan probes one. */
  async function backMeanwhile(...left: number[]) {
    const net = await ScannedNetwork.of(farm(4));
    net.at.delete('198.51.100.4');
    await net.scan();
    net.at.clear();
    for (const n of left) net.at.set(`198.51.100.${n}`, { mac: macOf(n) });
    net.at.set('198.51.100.9', { error: { code: 'timeout' } });
    net.onProbe = () => {
      net.onProbe = () => undefined;
      net.fleet.upsertSeen(macOf(4), '198.51.100.4', { kind: 'vnish', info: { mac: macOf(4) } } as never);
      net.clock.elapse(1000);
      net.fleet.readings.pollSucceeded(macOf(4), null);
    };
    return net;
  }

  it('is left to the next scan, which expects it', async () => {
    const net = await backMeanwhile(1);
    expect((await net.scan()).events).toEqual([`offline ${macOf(2)}`, `offline ${macOf(3)}`]);
    expect(net.fleet.entry(macOf(4))?.stored.ip).toBe('198.51.100.4');
    expect((await net.scan()).events).toEqual([`offline ${macOf(4)}`]);
  });

  it('is not offline where its network may not be back', async () => {
    const net = await backMeanwhile();
    const { events, outcome } = await net.scan('198.51.100.0/24', { hasJustWoken: true });
    expect({ events, trouble: outcome.trouble }).toEqual({
      events: [],
      trouble: expect.stringContaining('None is marked offline.'),
    });
    expect(outcome.trouble).toContain('miners known in 198.51.100.0/24 answers');
    expect(net.fleet.entry(macOf(4))?.stored.ip).toBe('198.51.100.4');
  });

  it('behind a router is named by its own network, not by the route that leads everywhere', async () => {
    const net = await ScannedNetwork.of([1, 2].map((n) => knownMiner(n, `203.0.113.${n}`)));
    net.at.clear();
    const { outcome } = await net.scan('203.0.113.0/26', { hasJustWoken: true });
    expect(outcome.trouble).toContain('none of the 2 miners known in 203.0.113.0/24 answers');
  });
});

describe('a miner whose polls fail', () => {
  it('is dialled, however young its last reading is: one that is dead is offline, one that moved is followed without a conflict', async () => {
    const net = await ScannedNetwork.of(farm(2), undefined, [storedModel({ presets: [PRESET] })]);
    await net.scan();
    for (const { id } of farm(2)) {
      net.fleet.readings.pollSucceeded(id, null);
      net.fleet.readings.pollFailed(id, 'no answer', null, net.clock.nowMs());
    }
    net.at.clear();
    net.at.set('198.51.100.50', { mac: macOf(1) });
    const { events } = await net.scan('198.51.100.0/24', { readWithinMs: 1_800_000 });
    expect(events).toEqual([`moved ${macOf(1)}`, `offline ${macOf(2)}`]);
    expect(net.fleet.entry(macOf(1))?.conflictIps).toEqual([]);
  });

  it('is spared by no scan after two status intervals, however rare scans are', () => {
    const often = new Thoroughness();
    often.of('schedule', INTERVALS);
    expect(often.of('schedule', INTERVALS)).toEqual({ readWithinMs: 15_000, triesSilentTwice: false });
    expect(often.of('schedule', { ...INTERVALS, discovery_seconds: 3600 }).readWithinMs).toBe(30_000);
    expect(often.of('operator', INTERVALS)).toEqual({ readWithinMs: 0, triesSilentTwice: true });
  });
});

describe('a host that accepts while this computer cannot ask it', () => {
  const late = { error: { code: 'starved' } } as const;
  const ofOne = 'This computer was too busy to identify 1 host.';

  it('says nothing of the others: the farm is watched, and a miner that is dead is offline', async () => {
    for (const n of [3, 9]) {
      const net = await ScannedNetwork.of(farm(5));
      net.at.set(`198.51.100.${n}`, late);
      net.at.delete('198.51.100.5');
      const { events, outcome } = await net.scan();
      expect(events).toEqual([`offline ${macOf(5)}`]);
      expect(outcome).toEqual({ isWatching: true, trouble: null, message: ofOne });
    }
  });

  it('is counted and listed all the same: it accepted, and was not identified', async () => {
    const net = await ScannedNetwork.of(farm(2));
    net.at.set('198.51.100.9', late);
    await net.scan();
    const device = { ip: '198.51.100.9', kind: 'not_identified', what: 'accepts connections, not checked yet' };
    expect(net.counts).toMatchObject({ not_identified: 1, devices: [device] });
  });

  it('is said with what is missing where that is a socket', async () => {
    const net = await ScannedNetwork.of(farm(2));
    net.at.set('198.51.100.9', { error: { code: 'no_sockets', systemCode: 'ENOBUFS' } });
    const message = expect.stringMatching(
      /no free socket \(ENOBUFS\): 1 host could not be identified\. Allow more open/,
    );
    expect((await net.scan()).outcome).toEqual({ isWatching: true, trouble: null, message });
  });

  it('leaves nothing watched where it is every miner, and none is offline', async () => {
    const net = await ScannedNetwork.of(farm(2));
    for (const [host] of net.at) net.at.set(host, late);
    const { events, outcome } = await net.scan();
    expect(events).toEqual([]);
    expect(outcome).toMatchObject({ isWatching: false, trouble: 'This computer was too busy to identify 2 hosts.' });
  });

  it('says nothing of the others either where a single miner could not be dialled again', async () => {
    const net = await ScannedNetwork.of(farm(3));
    net.at.delete('198.51.100.2');
    net.onConfirm = (host) => net.at.set(host, { dial: 'not_tried' });
    const { events, outcome } = await net.scan();
    expect(events).toEqual([]);
    expect(outcome).toEqual({ isWatching: true, trouble: null, message: ofOne });
  });
});

describe('addresses for which this computer had no socket', () => {
  const notTried: { readonly dial: DialResult } = { dial: 'not_tried' };
  const words = expect.stringMatching(/2 addresses could not be tried/);

  it('say nothing of the others: those are watched, and one that is dead is offline', async () => {
    const net = await ScannedNetwork.of(farm(5));
    for (const n of [3, 9]) net.at.set(`198.51.100.${n}`, notTried);
    net.at.delete('198.51.100.5');
    const { events, outcome } = await net.scan();
    expect(events).toEqual([`offline ${macOf(5)}`]);
    expect(outcome).toEqual({ isWatching: true, trouble: words, message: words });
  });

  it('leave nothing watched where every miner is at one of them, or none is known yet', async () => {
    for (const known of [2, 0]) {
      const net = await ScannedNetwork.of(farm(known));
      for (const n of [1, 2]) net.at.set(`198.51.100.${n}`, notTried);
      const { events, outcome } = await net.scan();
      expect(events).toEqual([]);
      expect(outcome).toEqual({ isWatching: false, trouble: words, message: words });
    }
  });
});

describe('a farm whose miners are all read a moment before each scan', () => {
  const settings = { readWithinMs: 15_000 };
  const [FARM, HOME] = ['02:00:00:00:00:01', '02:00:00:00:00:02'];

  /** Beside this computer, or in a separate network behind a router. */
  async function watched(network: string) {
    const miners = farm(10, network);
    const net = await ScannedNetwork.of(miners, undefined, [storedModel({ presets: [PRESET] })]);
    await net.scan(`${network}.0/24`);
    for (const { id } of miners) net.fleet.readings.pollSucceeded(id, null);
    const scan = async () => {
      net.asked.length = 0;
      return net.scan(`${network}.0/24`, settings);
    };
    return { net, scan };
  }

  it('is distinguished from another network with the same addresses: a few are asked until the router is remembered', async () => {
    const { net, scan } = await watched('198.51.100');
    await scan();
    expect(net.asked).toHaveLength(0);
    for (const mac of [HOME, FARM]) {
      net.environment = environmentWith(mac);
      await scan();
      expect([net.asked.length, await net.routers.macOf('198.51.100.0/24')]).toEqual([3, mac]);
      await scan();
      expect(net.asked).toHaveLength(0);
    }
    net.environment = environmentWith(HOME);
    net.at.clear();
    // Also in the first scan there, which skips most miners that were polled at the farm.
    for (const { events, outcome } of [await scan(), await net.scan()]) {
      expect(events).toEqual([]);
      expect(outcome.trouble).toContain('another network');
    }
    expect((await net.scan()).outcome.isWatching).toBe(false);
  });

  it('is distinguished from a network that leads nowhere: a few are asked until the way is remembered', async () => {
    const { net, scan } = await watched('203.0.113');
    net.environment = environmentWith(null, ['198.51.100.70/24'], '198.51.100.70');
    await scan();
    expect(net.asked).toHaveLength(3);
    await scan();
    expect(net.asked).toHaveLength(0);
    net.environment = environmentWith(null, ['192.0.2.70/24'], '192.0.2.70');
    net.at.clear();
    const { events, outcome } = await net.scan('203.0.113.0/24');
    expect(events).toEqual([]);
    expect(outcome.trouble).toContain('over another network than before');
  });
});

it('marks a miner offline in whose place another device has answered for ten minutes, and none that answers meanwhile', async () => {
  const net = await ScannedNetwork.of([knownMiner(3), knownMiner(4), knownMiner(5)]);
  const printer = { error: { code: 'not_a_miner', what: 'a printer' } } as const;
  const offline: string[] = [];
  net.at.set('198.51.100.3', printer);
  for (let minute = 0; minute < 12; minute++) {
    // A miner that is being flashed answers as another device from time to time.
    net.at.set('198.51.100.4', minute % 3 === 2 ? { mac: macOf(4) } : printer);
    const { events } = await net.scan();
    offline.push(...events.map((event) => `${event} after ${minute} min`));
    net.clock.elapse(MINUTE_MS);
  }
  expect(offline).toEqual([`offline ${macOf(3)} after 10 min`]);
});
