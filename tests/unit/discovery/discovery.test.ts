import { expect, it } from 'vitest';
import type { Dialer } from '../../../src-main/discovery/dial/dialer.ts';
import { Discovery, type DiscoveryOptions } from '../../../src-main/discovery/discovery.ts';
import { KnownRouters } from '../../../src-main/discovery/guards/known-routers.ts';
import { NetworkEnvironment } from '../../../src-main/discovery/guards/network-environment.ts';
import { ownInterfaces } from '../../../src-main/discovery/guards/own-interfaces.ts';
import { DRIVERS } from '../../../src-main/drivers/registry.ts';
import { KeyedLock } from '../../../src-main/runtime/keyed-lock.ts';
import { type Scan, Settings, type Watching } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { storedMiner } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { flushTasks, ManualClock } from '../../fixtures/manual-clock.ts';
import { until } from '../../fixtures/patience.ts';
import { environmentWith } from './network-environment-fixture.ts';

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
  const environment = await NetworkEnvironment.read(() =>
    ownInterfaces(() => fail(new Error('uv_interface_addresses returned Unknown system error 24'))),
  );
  ownInterfaces();
  expect(environment.networkOf('198.51.100.20')).toBe('198.51.100.0/24');
  expect(environment.provesNothing('198.51.100.7')).toBe(true);
});

/** Discovery of a fleet with a clock that stands still. */
function discoveryOf(options: Pick<DiscoveryOptions, 'fleet' | 'clock' | 'settings'> & Partial<DiscoveryOptions>) {
  return new Discovery({
    drivers: DRIVERS,
    minerGateway: {} as never,
    minerLock: new KeyedLock(),
    passwords: {} as never,
    routers: new KnownRouters({ gatewaysFile: null, pathsFile: null, onError: fail }),
    environment: async () => environmentWith(null),
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
    environment: async () => (error === null ? environmentWith(null) : fail(error)),
    onWatching: (watching) => watched.push(watching),
  });
  discovery.start();
  await clock.advance(0);
  await until('the failed scan', () => discovery.lastFinished()?.phase === 'failed');
  await flushTasks();
  expect(discovery.watching()).toMatchObject({
    state: 'not_watching',
    reason: expect.stringContaining('The last scan failed: Unknown system error 24.'),
  });
  error = null;
  discovery.wake();
  await until('a scan that ended', () => discovery.lastFinished()?.phase === 'done');
  await flushTasks();
  expect(watched.map(({ state }) => state)).toEqual(['not_watching', 'watching']);
  await discovery.stop();
});

it('does not watch from the start of the program until the first whole scan has been through', async () => {
  const clock = new ManualClock();
  const watched: Watching[] = [];
  const events: string[] = [];
  const environment = Promise.withResolvers<NetworkEnvironment>();
  const discovery = discoveryOf({
    fleet: await memoryFleet(clock, []),
    clock,
    settings: () => Settings.parse({ network: { subnets: ['127.255.255.254'] } }),
    environment: () => environment.promise,
    onWatching: (watching) => watched.push(watching),
    publish: ({ event }) => events.push(event),
  });
  const startedAt = clock.nowMs();
  discovery.start();
  await clock.advance(3000);
  expect(discovery.watching()).toEqual({
    state: 'not_watching',
    since_at: startedAt,
    reason: 'The first scan since the start is under way.',
  });
  environment.resolve(environmentWith(null));
  await until('the first scan', () => discovery.lastFinished()?.phase === 'done');
  expect(watched).toEqual([{ state: 'watching', since_at: clock.nowMs(), reason: null }]);
  // The start of the program is in the activity already.
  expect(events).toEqual([]);
  await discovery.stop();
});

it('says since when it does not watch, whatever the reason is by now', async () => {
  const clock = new ManualClock();
  let error = 'EIO';
  const discovery = discoveryOf({
    fleet: await memoryFleet(clock, []),
    clock,
    settings: () => Settings.parse({ network: { subnets: ['127.255.255.254'] } }),
    environment: async () => fail(new Error(error)),
  });
  const startedAt = clock.nowMs();
  discovery.start();
  await clock.advance(0);
  await until('the failed scan', () => discovery.watching().reason?.includes('EIO') === true);
  error = 'ENOMEM';
  await clock.advance(60_000);
  await until('another reason', () => discovery.watching().reason?.includes('ENOMEM') === true);
  expect(discovery.watching().since_at).toBe(startedAt);
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
  await flushTasks();
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

it('reports two miners that answer in turn at one address, once, and not two that exchange their addresses', async () => {
  const clock = new ManualClock();
  const host = '198.51.100.9';
  const [first, second] = ['02:00:00:00:00:01', '02:00:00:00:00:02'] as const;
  const known = [first, second].map((id) => storedMiner({ id, ip: null, last_ip: null, first_seen_at: 1 }));
  const reported: unknown[] = [];
  let mac: string = first;
  const settings = Settings.parse({ network: { subnets: [host] }, intervals: { discovery_seconds: 86_400 } });
  const discovery = discoveryOf({
    fleet: await memoryFleet(clock, known),
    clock,
    settings: () => settings,
    dials: {
      scan: async (addresses, { onResult }) => {
        for (const address of addresses) onResult(address, 'open');
        return { untried: 0, socketError: null, fewestSockets: null, linkWaitMs: 0 };
      },
      patiently: async () => 'open',
    },
    minerGateway: {
      identify: async () => ({ ok: true, value: { kind: 'vnish', info: { mac, uptime_s: null } } }),
    } as never,
    passwords: { toTry: () => [], noteUnlocked: () => undefined, noteRefused: () => undefined } as never,
    publish: ({ event, data }) => {
      if (event === 'address_shared') reported.push(data);
    },
  });
  discovery.start();
  await until('the first scan', () => discovery.lastFinished() !== null);
  const scanWith = async (next: string): Promise<void> => {
    mac = next;
    clock.elapse(60_000);
    const before = discovery.lastFinished()?.scan_id;
    discovery.request([host], TESTER);
    await until('a scan', () => discovery.lastFinished()?.scan_id !== before);
  };
  for (const next of [first, second, second, first]) await scanWith(next);
  expect(reported).toEqual([]);
  for (const next of [second, first, second]) await scanWith(next);
  expect(reported).toEqual([{ ip: host, ids: [first, second] }]);
  await discovery.stop();
});

/** A farm of one network in which no host answers; each full scan takes no time. */
async function silentFarm(options: Partial<DiscoveryOptions> = {}) {
  const clock = new ManualClock();
  let subnets = ['198.51.100.0/30'];
  const scans = new Map<string, Scan>();
  const discovery = discoveryOf({
    fleet: await memoryFleet(clock, []),
    clock,
    settings: () => Settings.parse({ network: { subnets } }),
    dials: {
      scan: async (addresses, { onResult }) => {
        for (const address of addresses) onResult(address, 'silent');
        return { untried: 0, socketError: null, fewestSockets: null, linkWaitMs: 0 };
      },
      patiently: async () => 'silent',
    },
    onScan: (scan) => scans.set(scan.scan_id, scan),
    ...options,
  });
  const setTargets = (...targets: string[]): void => {
    subnets = targets;
  };
  return { clock, discovery, scans, setTargets };
}

it('scans the whole farm when that is due, however many parts of it are requested', async () => {
  const { clock, discovery, scans } = await silentFarm();
  discovery.start();
  await until('the first scan', () => scans.size === 1 && discovery.lastFinished() !== null);
  const requests = 12;
  for (let n = 0; n < requests; n++) {
    await clock.advance(10_000);
    discovery.request([`198.51.100.${n}`], TESTER);
    await until('a requested scan', () => discovery.lastFinished()?.targets[0] === `198.51.100.${n}`);
    await flushTasks();
  }
  const whole = [...scans.values()].filter(({ scope }) => scope === 'all');
  expect(whole.length).toBeGreaterThanOrEqual(4);
  await discovery.stop();
});

it('is one scan where the same is requested twice, and takes no more than fifty', async () => {
  const { discovery } = await silentFarm();
  const ask = (n: number) => discovery.request([`198.51.100.${n}`], TESTER);
  const first = ask(1);
  expect(ask(1)).toBe(first);
  expect(discovery.request(['198.51.100.1'], TESTER, true)).not.toBe(first);
  const ids = Array.from({ length: 60 }, (_, i) => ask(i + 2));
  expect(ids.filter((id) => id !== null)).toHaveLength(48);
  await discovery.stop();
});

it('ends a requested scan that cannot begin, with the reason', async () => {
  const { discovery, scans, setTargets } = await silentFarm();
  const id = discovery.request(null, TESTER) as string;
  setTargets();
  discovery.start();
  await until('the scan', () => scans.get(id)?.finished_at != null);
  expect(scans.get(id)).toMatchObject({ phase: 'failed', message: 'No networks set.' });
  await discovery.stop();
});

it('says what a scan has done that is paused while its results are written, and stays paused', async () => {
  const saving = Promise.withResolvers<void>();
  const clock = new ManualClock();
  const fleet = await memoryFleet(clock, []);
  let isSaving = false;
  fleet.save = async () => {
    isSaving = true;
    await saving.promise;
  };
  const { discovery, scans } = await silentFarm({ fleet, clock });
  discovery.start();
  await until('the results are written', () => isSaving);
  discovery.pause('You paused it.');
  saving.resolve();
  await until('the scan', () => [...scans.values()][0]?.finished_at != null);
  expect([...scans.values()][0]).toMatchObject({ phase: 'done' });
  expect(discovery.watching().state).toBe('paused');
  await discovery.stop();
});

it('waits two seconds for a name server that is dead, says so, and goes on with what the name stood for', async () => {
  const unanswered = Promise.withResolvers<string>();
  let isDead = true;
  const names: string[] = [];
  const { clock, discovery, setTargets } = await silentFarm({
    findHost: (host) => {
      names.push(host);
      return isDead ? unanswered.promise : Promise.resolve('198.51.100.9');
    },
  });
  setTargets('198.51.100.0/30', 'one.lan', 'two.lan', 'three.lan');
  discovery.start();
  await until('the names are looked up', () => names.length === 2);
  await clock.advance(2000);
  await until('the scan', () => discovery.lastFinished() !== null);
  await flushTasks();
  expect(discovery.lastFinished()).toMatchObject({ phase: 'done', addresses_total: 4 });
  expect(discovery.watching()).toMatchObject({
    state: 'watching',
    reason: expect.stringContaining('Host one.lan cannot be looked up: the name server does not answer.'),
  });
  isDead = false;
  unanswered.resolve('198.51.100.9');
  await flushTasks();
  discovery.request(null, TESTER);
  await until('a scan of the host', () => discovery.lastFinished()?.addresses_total === 5);
  await flushTasks();
  expect(discovery.watching().reason).toBeNull();
  await discovery.stop();
});

it('ends at once while names are looked up', async () => {
  const { discovery, setTargets } = await silentFarm({ findHost: () => new Promise(() => undefined) });
  setTargets('one.lan');
  discovery.start();
  await flushTasks();
  await discovery.stop();
  expect(discovery.watching().reason).toBe('The first scan since the start is under way.');
});

it('goes on while miners hang at the login: others are marked offline, the next scan begins, each is logged in to once', async () => {
  const clock = new ManualClock();
  const [host, gone] = ['198.51.100.9', '198.51.100.10'];
  const mac = '02:00:00:00:00:01';
  const offline = storedMiner({ id: '02:00:00:00:00:02', ip: gone, last_ip: gone });
  const dials: Dialer = {
    scan: async (addresses, { onResult }) => {
      for (const address of addresses) onResult(address, address.host === host ? 'open' : 'silent');
      return { untried: 0, socketError: null, fewestSockets: null, linkWaitMs: 0 };
    },
    patiently: async ({ host: at }) => (at === host ? 'open' : 'silent'),
  };
  const fleet = await memoryFleet(clock, [
    storedMiner({ id: mac, ip: host, last_ip: host, api_key_sealed: null }),
    offline,
  ]);
  let logins = 0;
  const answered: string[] = [];
  const discovery = discoveryOf({
    fleet,
    clock,
    settings: () => Settings.parse({ network: { subnets: [host, gone] } }),
    dials,
    minerGateway: {
      identify: async () => ({ ok: true, value: { kind: 'vnish', info: { mac, uptime_s: null } } }),
      obtainKey: (_miner: unknown, _credentials: unknown, _wanted: unknown, { signal }: { signal: AbortSignal }) => {
        logins += 1;
        return new Promise((resolve) => {
          const aborted = { ok: false, error: { code: 'aborted', message: 'cancelled', retryable: false } };
          signal.addEventListener('abort', () => resolve(aborted));
        });
      },
    } as never,
    passwords: { toTry: () => [], noteUnlocked: () => undefined, noteRefused: () => undefined } as never,
    onAnswered: (id) => answered.push(id),
  });
  discovery.start();
  await until('the other to be offline', () => fleet.entry(offline.id)?.stored.ip === null);
  for (const scans of [2, 3]) {
    await flushTasks();
    await clock.advance(40_000);
    await until('the next scan', () => answered.length === scans);
  }
  expect(logins).toBe(1);
  await discovery.stop();
});

it('believes no silence of a whole network right after a start: the way there may not be open yet', async () => {
  const clock = new ManualClock();
  const ip = '198.51.100.9';
  const dials: Dialer = {
    scan: async (addresses, { onResult }) => {
      for (const address of addresses) onResult(address, 'silent');
      return { untried: 0, socketError: null, fewestSockets: null, linkWaitMs: 0 };
    },
    patiently: async () => 'silent',
  };
  const fleet = await memoryFleet(clock, [storedMiner({ id: '02:00:00:00:00:01', ip, last_ip: ip })]);
  const settings = Settings.parse({ network: { subnets: [ip] } });
  const discovery = discoveryOf({ fleet, clock, settings: () => settings, dials });
  discovery.start();
  await until('the first scan', () => discovery.lastFinished()?.phase === 'done');
  await flushTasks();
  expect(discovery.watching()).toMatchObject({
    state: 'not_watching',
    reason: expect.stringContaining('may not be back yet: none of the 1 miner'),
  });
  for (let s = 0; s < 12; s++) {
    expect(fleet.entry('02:00:00:00:00:01')?.stored.ip).toBe(ip);
    await flushTasks();
    await clock.advance(5000);
  }
  await until('the miner to be offline', async () => {
    await clock.advance(5000);
    return fleet.entry('02:00:00:00:00:01')?.stored.ip === null;
  });
  await discovery.stop();
});
