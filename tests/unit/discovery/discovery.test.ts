import { expect, it } from 'vitest';
import type { Dialer } from '../../../src-main/discovery/dial/dialer.ts';
import { Discovery, type DiscoveryOptions } from '../../../src-main/discovery/discovery.ts';
import { KnownGateways } from '../../../src-main/discovery/guards/known-gateways.ts';
import { ownInterfaces } from '../../../src-main/discovery/guards/own-interfaces.ts';
import { Surroundings } from '../../../src-main/discovery/guards/surroundings.ts';
import { DRIVERS } from '../../../src-main/drivers/registry.ts';
import { KeyedLock } from '../../../src-main/runtime/keyed-lock.ts';
import { Settings, type Watching } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { storedMiner } from '../../fixtures/fleet-entries.ts';
import { ManualClock, settle } from '../../fixtures/manual-clock.ts';
import { memoryFleet } from '../../fixtures/memory-fleet.ts';
import { until } from '../../fixtures/patience.ts';
import { surroundingsWith } from './surroundings-fixture.ts';

const fail = (error: unknown): never => {
  throw error;
};

it('reads where this computer is without a free descriptor, when its interfaces cannot be listed', async () => {
  const address = {
    address: '198.51.100.7',
    netmask: '255.255.255.0',
    family: 'IPv4',
    mac: '02:00:00:00:00:01',
  } as const;
  const lan = [{ ...address, internal: false, cidr: '198.51.100.7/24' }];
  ownInterfaces(() => ({ lan }));
  const surroundings = await Surroundings.read(() =>
    ownInterfaces(() => fail(new Error('uv_interface_addresses returned Unknown system error 24'))),
  );
  ownInterfaces();
  expect(surroundings.networkOf('198.51.100.20')).toBe('198.51.100.0/24');
  expect(surroundings.provesNothing('198.51.100.7')).toBe(true);
});

/** Discovery of a fleet on a clock that stands still. */
function discoveryOf(options: Pick<DiscoveryOptions, 'fleet' | 'clock' | 'settings'> & Partial<DiscoveryOptions>) {
  return new Discovery({
    drivers: DRIVERS,
    minerGateway: {} as never,
    minerLock: new KeyedLock(),
    passwords: {} as never,
    gateways: new KnownGateways({ gatewaysFile: null, pathsFile: null, onError: fail }),
    surroundings: async () => surroundingsWith(null),
    checkAwake: () => undefined,
    publish: () => undefined,
    onScan: () => undefined,
    onWatching: () => undefined,
    onError: () => undefined,
    ...options,
  });
}

it('is not watching, with the reason, after a whole scan that failed, and watches again after one that ended', async () => {
  const settings = Settings.parse({ network: { subnets: ['127.255.255.254'] } });
  const clock = new ManualClock();
  const watched: Watching[] = [];
  let error: Error | null = new Error('Unknown system error 24');
  const discovery = discoveryOf({
    fleet: await memoryFleet(clock, []),
    clock,
    settings: () => settings,
    surroundings: async () => (error === null ? surroundingsWith(null) : fail(error)),
    onWatching: (watching) => watched.push(watching),
  });
  discovery.start();
  await clock.advance(0);
  await until('the failed scan', () => discovery.lastFinished()?.phase === 'failed');
  await settle();
  expect(discovery.watching()).toMatchObject({
    state: 'not_watching',
    reason: expect.stringContaining('The last scan failed: Unknown system error 24.'),
  });
  error = null;
  discovery.wake();
  await until('a scan that ended', () => discovery.lastFinished()?.phase === 'done');
  await settle();
  expect(watched.map(({ state }) => state)).toEqual(['not_watching', 'watching']);
  await discovery.stop();
});

it('counts no miner as beyond reach any more once no network is configured', async () => {
  const ip = '198.51.100.1';
  let subnets = [ip];
  const clock = new ManualClock();
  const dials: Dialer = {
    scan: async (addresses, { onResult }) => {
      for (const address of addresses) onResult(address, 'no_route');
      return { untried: 0, socketError: null, fewestSockets: null, linkWaitMs: 0 };
    },
    patiently: async () => 'no_route',
  };
  const discovery = discoveryOf({
    fleet: await memoryFleet(clock, [storedMiner({ id: '02:00:00:00:00:01', ip, last_ip: ip })]),
    clock,
    settings: () => Settings.parse({ network: { subnets } }),
    dials,
  });
  discovery.start();
  await until('a scan', () => discovery.lastFinished()?.phase === 'done');
  await settle();
  expect(discovery.isBeyondReach(ip)).toBe(true);
  subnets = [];
  discovery.wake();
  await until('the settings are seen', () => discovery.watching().state === 'no_targets');
  expect(discovery.isBeyondReach(ip)).toBe(false);
  await discovery.stop();
});

it('reports an address without a MAC, and one whose MAC is another each time, each once until a miner was there', async () => {
  const clock = new ManualClock();
  const host = '198.51.100.9';
  const known = storedMiner({ id: '02:00:00:00:00:01', ip: null, last_ip: null, first_seen_at: 1 });
  const reported: string[] = [];
  let mac: string | null = null;
  const dials: Dialer = {
    scan: async (addresses, { onResult }) => {
      for (const address of addresses) onResult(address, address.host === host ? 'open' : 'silent');
      return { untried: 0, socketError: null, fewestSockets: null, linkWaitMs: 0 };
    },
    patiently: async ({ host: at }) => (at === host ? 'open' : 'silent'),
  };
  const identify = async () => ({ ok: true, value: { kind: 'vnish', info: { mac, uptime_s: null } } });
  const settings = Settings.parse({ network: { subnets: [host] }, intervals: { discovery_seconds: 86_400 } });
  const discovery = discoveryOf({
    fleet: await memoryFleet(clock, [known]),
    clock,
    settings: () => settings,
    dials,
    minerGateway: { identify } as never,
    passwords: { toTry: () => [], noteUnlocked: () => undefined, noteRefused: () => undefined } as never,
    publish: ({ event }) => {
      if (event.startsWith('mac_')) reported.push(event);
    },
  });
  discovery.start();
  await until('the first scan', () => discovery.lastFinished() !== null);
  const scanWith = async (next: string | null): Promise<string[]> => {
    mac = next;
    const before = discovery.lastFinished()?.scan_id;
    discovery.request([host], TESTER);
    await until('a scan', () => discovery.lastFinished()?.scan_id !== before);
    return reported.splice(0);
  };
  expect(reported.splice(0)).toEqual(['mac_missing']);
  expect(await scanWith(null)).toEqual([]);
  const invented = (n: number): string => `02:00:00:00:02:${String(n).padStart(2, '0')}`;
  for (let n = 1; n <= 8; n++) expect(await scanWith(invented(n))).toEqual([]);
  expect(await scanWith(invented(9))).toEqual(['mac_unsteady']);
  expect(await scanWith(invented(10))).toEqual([]);
  expect(await scanWith(null)).toEqual(['mac_missing']);
  clock.elapse(1000);
  expect(await scanWith(known.id)).toEqual([]);
  expect(await scanWith(invented(11))).toEqual(['mac_unsteady']);
  expect(await scanWith(null)).toEqual(['mac_missing']);
  await discovery.stop();
});
