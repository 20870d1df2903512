import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../src-shared/durations.ts';
import { environmentWith } from './network-environment-fixture.ts';
import { knownMiner, macOf, ScannedNetwork } from './pass-fixture.ts';

const MINERS = 8;
const hostOf = (n: number): string => `198.51.100.${n}`;
const unknown = (...numbers: number[]): string[] => numbers.map((n) => macOf(100 + n));

async function farmOf(count = MINERS): Promise<ScannedNetwork> {
  const net = await ScannedNetwork.of(Array.from({ length: count }, (_, i) => knownMiner(i + 1)));
  await net.scan();
  return net;
}

/** Another miner is at each of these addresses. */
function replace(net: ScannedNetwork, ...numbers: number[]): void {
  for (const n of numbers) net.at.set(hostOf(n), { mac: macOf(100 + n) });
}

/** Scans on schedule, one every 30 s: each event of them, and how many saw another network. */
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
    // Back at the farm nothing is left of it.
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

describe('a check of one miner', () => {
  it('takes in no unknown one that is at its address: whether it is of the farm is known after a whole scan', async () => {
    const net = await farmOf();
    replace(net, 1, 2, 3, 4, 5);
    const check = async (n: number): Promise<string[]> =>
      (await net.scan(hostOf(n), { isRequested: true, takesNew: false })).events;
    expect(await check(1)).toEqual([`offline ${macOf(1)}`]);
    expect(net.fleet.counts().total).toBe(MINERS);
    expect(net.counts.miners_found).toBe(0);
    // One that is known may have moved there.
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
