import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { environmentWith } from './network-environment-fixture.ts';
import { knownMiner, macOf, ScannedNetwork } from './pass-fixture.ts';

const MINERS = 8;
const PRESET = {
  name: '2500',
  pretty: '',
  power_w: 2500,
  hashrate_hs: null,
  modded_psu_required: false,
  status: 'tuned',
} as const;
const hostOf = (n: number): string => `198.51.100.${n}`;
const unknown = (...numbers: number[]): string[] => numbers.map((n) => macOf(100 + n));

async function farmOf(count = MINERS): Promise<ScannedNetwork> {
  const net = await ScannedNetwork.of(Array.from({ length: count }, (_, i) => knownMiner(i + 1)));
  await net.scan();
  return net;
}

/** Puts another miner at each of these addresses. */
function replace(net: ScannedNetwork, ...numbers: number[]): void {
  for (const n of numbers) net.at.set(hostOf(n), { mac: macOf(100 + n) });
}

/** Runs scheduled scans every 30 s; returns their events, and how many saw another network. */
async function scanOften(net: ScannedNetwork, scans: number): Promise<{ events: string[]; elsewhere: number }> {
  const events: string[] = [];
  let elsewhere = 0;
  for (let scan = 0; scan < scans; scan++) {
    net.clock.elapse(MINUTE_MS / 2);
    const passed = await net.scan();
    events.push(...passed.events);
    if (passed.end.elsewhere !== null) elsewhere += 1;
  }
  return { events, elsewhere };
}

const online = (net: ScannedNetwork): number =>
  [...net.fleet.entries()].filter(({ stored }) => stored.ip !== null).length;

describe('another site with the same addresses', () => {
  const all = Array.from({ length: MINERS }, (_, i) => i + 1);
  const GATEWAY = '02:00:5e:00:53:01';

  it.each([
    ['an unknown gateway', null],
    ['the gateway of the farm', GATEWAY],
  ])('stays another network for as long as it is one, behind %s', async (_, gateway) => {
    const net = await farmOf();
    net.environment = environmentWith(gateway);
    await net.scan();
    replace(net, ...all);
    expect(await scanOften(net, 12)).toEqual({ events: [], elsewhere: 12 });
    expect(await scanOften(net, 118)).toEqual({ events: [], elsewhere: 118 });
    expect({ online: online(net), known: net.fleet.counts().total }).toEqual({ online: MINERS, known: MINERS });
    // Back at the farm, no effect remains.
    for (const n of all) net.at.set(hostOf(n), { mac: macOf(n) });
    expect(await scanOften(net, 1)).toEqual({ events: [], elsewhere: 0 });
  });

  it('is taken for the farm when the operator scans, however long it was held back', async () => {
    const net = await farmOf();
    replace(net, ...all);
    await scanOften(net, 12);
    const { events } = await net.scan('198.51.100.0/24', { isRequested: true, decidesPlace: true });
    expect(events.filter((event) => event.startsWith('new')).sort()).toEqual(
      unknown(...all).map((mac) => `new ${mac}`),
    );
    expect(events.filter((event) => event.startsWith('shifting'))).toEqual([]);
  });

  it('is recognised by the addresses of managed miners, where all of them are offline', async () => {
    const net = await farmOf();
    net.at.clear();
    await net.scan();
    expect(online(net)).toBe(0);
    replace(net, ...all);
    expect(await scanOften(net, 12)).toEqual({ events: [], elsewhere: 12 });
    expect((await net.scan()).outcome).toMatchObject({
      isWatching: false,
      trouble: expect.stringContaining(`at ${MINERS} of ${MINERS} known addresses`),
    });
  });

  it('is recognised also where most of its miners answer only when they are asked with more time', async () => {
    const net = await farmOf();
    replace(net, ...all);
    for (const n of all.slice(2)) net.silentAtFirst.add(hostOf(n));
    const { events, end } = await net.scan('198.51.100.0/24', { triesSilentTwice: true });
    expect(end.elsewhere).toEqual({ taken: MINERS, known: MINERS });
    expect(events).toEqual([]);
    expect({ online: online(net), known: net.fleet.counts().total }).toEqual({ online: MINERS, known: MINERS });
  });
});

describe('a few unknown miners at another site', () => {
  const HOME = '02:00:5e:00:53:01';
  const OTHER = '02:00:5e:00:53:02';
  /** No known miner answers; one unknown miner is at a known address, one at a free one. */
  const carry = (net: ScannedNetwork, router: string | null): void => {
    net.environment = environmentWith(router);
    net.at.clear();
    replace(net, 1, 60);
    net.provisionedAt.length = 0;
  };
  async function atHome(count = MINERS, router: string | null = HOME): Promise<ScannedNetwork> {
    const net = await ScannedNetwork.of(Array.from({ length: count }, (_, i) => knownMiner(i + 1)));
    net.environment = environmentWith(router);
    await net.scan();
    return net;
  }

  /** A farm that was polled completely a moment ago. */
  async function readFarm(count: number): Promise<ScannedNetwork> {
    const miners = Array.from({ length: count }, (_, i) => knownMiner(i + 1));
    const net = await ScannedNetwork.of(miners, undefined, [storedModel({ presets: [PRESET] })]);
    await net.scan();
    for (const { id } of miners) net.fleet.readings.pollSucceeded(id, null);
    return net;
  }

  it.each([
    ['another router', HOME, OTHER],
    ['a router that is not heard', HOME, null],
    ['a router that was never heard before', null, OTHER],
  ])('are not taken in, nor offered a password, and no miner is offline, behind %s', async (_, before, router) => {
    const net = await atHome(MINERS, before);
    carry(net, router);
    expect(await scanOften(net, 12)).toEqual({ events: [], elsewhere: 0 });
    expect(net.provisionedAt).toEqual([]);
    expect({ online: online(net), known: net.fleet.counts().total }).toEqual({ online: MINERS, known: MINERS });
    const { outcome } = await net.scan();
    expect(outcome).toMatchObject({ isWatching: false, trouble: expect.stringContaining('another network') });
    // Back at the farm, no effect remains, and the first scan finds miners that are new there.
    net.environment = environmentWith(before);
    for (let n = 1; n <= MINERS; n++) net.at.set(hostOf(n), { mac: macOf(n) });
    expect((await net.scan()).events).toEqual(unknown(60).map((mac) => `new ${mac}`));
    expect(await scanOften(net, 1)).toEqual({ events: [], elsewhere: 0 });
  });

  it('are not taken in where the farm has one miner only, and its router is another', async () => {
    const net = await atHome(1);
    carry(net, OTHER);
    expect((await scanOften(net, 3)).events).toEqual([]);
    expect(net.provisionedAt).toEqual([]);
  });

  it('are not taken in where polls have read the farm a moment ago: some of it is asked', async () => {
    const net = await readFarm(MINERS);
    carry(net, null);
    const { events } = await net.scan('198.51.100.0/24', { readWithinMs: 15_000 });
    expect({ events, provisionedAt: net.provisionedAt }).toEqual({ events: [], provisionedAt: [] });
    // At the farm one that answers is enough, and the replaced one is found too.
    for (let n = 2; n <= MINERS; n++) net.at.set(hostOf(n), { mac: macOf(n) });
    net.asked.length = 0;
    const back = await net.scan('198.51.100.0/24', { readWithinMs: 15_000 });
    expect(back.events.sort()).toEqual([`new ${macOf(160)}`, `offline ${macOf(1)}`].sort());
    expect(new Set(net.asked)).toEqual(new Set([1, 2, 3, 60].map(hostOf)));
  });

  it('come in when the operator scans', async () => {
    const net = await atHome();
    carry(net, OTHER);
    await scanOften(net, 3);
    const { events } = await net.scan('198.51.100.0/24', { isRequested: true, decidesPlace: true });
    expect(events.filter((event) => event.startsWith('new')).sort()).toEqual(unknown(1, 60).map((mac) => `new ${mac}`));
  });

  it('are new ones of the farm where its own router shows that this is it: a hall without power is offline', async () => {
    const net = await atHome();
    carry(net, HOME);
    const { events } = await scanOften(net, 1);
    expect(events.filter((event) => event.startsWith('new'))).toHaveLength(2);
    expect(events.filter((event) => event.startsWith('offline'))).toHaveLength(MINERS);
  });

  it('hold up nothing in another network of the farm', async () => {
    const far = Array.from({ length: 4 }, (_, i) => knownMiner(30 + i, `203.0.113.${i + 1}`));
    const net = await ScannedNetwork.of([...Array.from({ length: MINERS }, (_, i) => knownMiner(i + 1)), ...far]);
    const both = ['198.51.100.0/24', '203.0.113.0/24'];
    await net.scan(both);
    for (let n = 1; n <= MINERS; n++) net.at.delete(hostOf(n));
    replace(net, 1);
    net.at.set('203.0.113.1', { mac: macOf(130) });
    const { events, outcome } = await net.scan(both);
    expect(events.sort()).toEqual([`new ${macOf(130)}`, `offline ${macOf(30)}`].sort());
    expect(outcome).toMatchObject({
      isWatching: true,
      trouble: expect.stringContaining(
        `unknown miners answer in 198.51.100.0/24, and none of the ${MINERS} miners known there does`,
      ),
    });
  });
});

describe('a check of one miner', () => {
  it('takes in no unknown one that is at its address: whether it is of the farm is known after a whole scan', async () => {
    const net = await farmOf();
    replace(net, 1, 2, 3, 4, 5);
    const check = async (n: number): Promise<string[]> =>
      (await net.scan(hostOf(n), { isRequested: true, takesNew: false })).events;
    expect(await check(1)).toEqual([`offline ${macOf(1)}`]);
    expect(net.fleet.counts().total).toBe(MINERS);
    expect(net.counts.miners_found).toBe(0);
    // A known miner may have moved there.
    net.at.delete(hostOf(7));
    net.at.set(hostOf(6), { mac: macOf(7) });
    expect(await check(6)).toContain(`moved ${macOf(7)}`);
    expect(await scanOften(net, 1)).toEqual({ events: [], elsewhere: 1 });
  });
});

describe('miners that were replaced', () => {
  const replaced = (...numbers: number[]): string[] => [
    ...unknown(...numbers).map((mac) => `new ${mac}`),
    ...numbers.map((n) => `offline ${macOf(n)}`),
  ];

  it.each([[[1]], [[1, 2, 3]]])('come in with the next scan where most of the farm is left: %j', async (numbers) => {
    const net = await farmOf();
    replace(net, ...numbers);
    expect(await scanOften(net, 1)).toEqual({ events: replaced(...numbers), elsewhere: 0 });
  });

  it('come in also where the old ones were offline before', async () => {
    const net = await farmOf();
    for (const n of [1, 2, 3]) net.at.delete(hostOf(n));
    await net.scan();
    replace(net, 1, 2, 3);
    expect(await scanOften(net, 1)).toEqual({ events: unknown(1, 2, 3).map((mac) => `new ${mac}`), elsewhere: 0 });
  });

  it('wait for the operator where they are most of a small farm, and come in at once then', async () => {
    const net = await farmOf(4);
    replace(net, 1, 2, 3);
    expect(await scanOften(net, 12)).toEqual({ events: [], elsewhere: 12 });
    const { events } = await net.scan('198.51.100.0/24', { isRequested: true, decidesPlace: true });
    expect(events).toEqual(replaced(1, 2, 3));
  });
});

describe('a host that reports another MAC each time', () => {
  it('is not believed more than eight times an hour, also where a scan is through before it is decided', async () => {
    const net = await farmOf();
    const events: string[] = [];
    for (let n = 1; n <= 12; n++) {
      net.at.set(hostOf(99), { mac: macOf(120 + n) });
      events.push(...(await scanOften(net, 1)).events);
    }
    expect(events.filter((event) => event.startsWith('new'))).toHaveLength(8);
    expect(events.filter((event) => event === `shifting ${hostOf(99)}`)).toHaveLength(4);
  });
});
