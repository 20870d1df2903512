import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../src-shared/milliseconds.ts';
import type { ActivityEntry, Incident, Watching } from '../../src-shared/model/index.ts';
import { pause, until } from '../fixtures/patience.ts';
import { Lab, type LabProgram, type SimulatedRack, whyNoLab } from './lab.ts';
import { manageAll } from './manage-all.ts';

const left = whyNoLab === null ? '' : ` (left out: ${whyNoLab})`;
const RACK = '198.51.100.11-198.51.100.15';
const HOME_GATEWAY = '02:00:5e:00:53:01';
const CONFIG = {
  network: { subnets: ['198.51.100.0/27'] },
  intervals: { discovery_seconds: 5, status_seconds: 1, telemetry_seconds: 60 },
};

/**
 * A farm of five neighbours. This computer is carried away from it, and sleeps beside it. Each test
 * first goes to its starting point.
 */
describe.skipIf(whyNoLab !== null)(`a computer that is carried around and sleeps${left}`, () => {
  let lab: Lab;
  let rack: SimulatedRack;
  let powerhive: LabProgram & { data: string };
  let isOpen = false;
  let isAtFarm = true;
  let farmGateway = '';
  const close = async (): Promise<void> => {
    if (isOpen) await lab[Symbol.asyncDispose]();
    isOpen = false;
  };
  beforeEach(async () => {
    if (isOpen) return;
    lab = await Lab.open();
    isOpen = true;
    isAtFarm = true;
    farmGateway = '02:00:5e:00:53:77';
    rack = await lab.startRack(`${RACK}:80`, '--profile', 'healthy');
    lab.changeGateway(farmGateway);
    powerhive = await lab.serve(CONFIG);
    await manageAll(powerhive, 5);
    await waitFor('the farm', isWatching);
    // Its gateway is known after the start of a scan with it.
    await powerhive.nextScan();
  });
  // The state after a failed test is not usable for the next one.
  afterEach(({ task }) => (task.result?.state === 'fail' ? close() : undefined));
  afterAll(close);

  const watching = async (): Promise<Watching> => (await powerhive.health()).watching;
  const offline = async (): Promise<number> => (await powerhive.miners()).filter((miner) => !miner.online).length;
  const reported = async (kind: ActivityEntry['kind']): Promise<number> =>
    (await powerhive.activity()).filter((entry) => entry.kind === kind).length;
  const waitFor = (what: string, holds: () => Promise<boolean>): Promise<void> => until(what, holds);
  const isWatching = async (): Promise<boolean> => {
    const { state, reason } = await watching();
    return state === 'watching' && reason === null;
  };

  /**
   * Unplugs the computer, and connects it behind another gateway, in the state that `meanwhile`
   * leaves.
   */
  const carryTo = async (gateway: string, meanwhile: () => void | Promise<void>): Promise<void> => {
    lab.setLink('here', 'down');
    await waitFor('a scan without a link', async () => (await watching()).reason?.includes('no route') === true);
    await meanwhile();
    lab.changeGateway(gateway);
    lab.setLink('here', 'up');
  };

  /** No miner is left when the link is back: one that still answered would identify the farm. */
  const goHome = async (): Promise<void> => {
    if (!isAtFarm) return;
    await carryTo(HOME_GATEWAY, async () => {
      lab.removeHosts(RACK);
      await rack.stop();
    });
    isAtFarm = false;
  };
  const goToFarm = async (): Promise<void> => {
    if (isAtFarm) return;
    await carryTo(farmGateway, async () => {
      rack = await lab.startRack(`${RACK}:80`, '--profile', 'healthy');
    });
    isAtFarm = true;
    await waitFor('watching', isWatching);
  };
  /** In the first minute after a start or a sleep, its own network may still be coming up. */
  const isElsewhere = (): Promise<void> =>
    until('the words', async () => (await watching()).reason?.includes('another network') === true, {
      plusMs: MINUTE_MS,
    });

  it('follows another gateway while miners respond', async () => {
    farmGateway = '02:00:5e:00:53:78';
    lab.changeGateway(farmGateway);
    await powerhive.nextScan();
    await powerhive.nextScan();
    expect(await isWatching()).toBe(true);
    expect(await offline()).toBe(0);
  });

  it('recognises another network with the same addresses: no miner is offline, whatever else responds there', async () => {
    await goHome();
    const found = await reported('api_key_created');
    // Web pages of a router and a printer, one of them at the address of a miner.
    lab.addHosts('198.51.100.12');
    const page =
      "require('node:http').createServer((_, answer) => answer.end('<title>printer</title>')).listen(80, '198.51.100.12')";
    const printer = lab.spawn('farm', process.execPath, '-e', page);
    // And an unknown miner: it gets no password, and is not added to the known ones.
    const unknown = await lab.startRack('198.51.100.14:80', '--profile', 'healthy', '--seed', '7');
    await isElsewhere();
    await powerhive.nextScan();
    expect(await watching()).toMatchObject({
      state: 'not_watching',
      reason: expect.stringContaining('198.51.100.0/24'),
    });
    expect([await offline(), await reported('miner_offline')]).toEqual([0, 0]);
    // Failed polls in this time are not attributed to the miners.
    const failures = (await powerhive.miners()).map(({ polling }) => polling.consecutive_failures);
    await powerhive.nextScan();
    expect((await powerhive.miners()).map(({ polling }) => polling.consecutive_failures)).toEqual(failures);

    // Also after a restart there: the gateway of the farm is remembered.
    await powerhive.stop();
    powerhive = await lab.serve(CONFIG, powerhive.data);
    await isElsewhere();
    expect([await offline(), await reported('miner_offline')]).toEqual([0, 0]);
    expect([(await powerhive.miners()).length, await reported('api_key_created')]).toEqual([5, found]);
    await unknown.stop();
    await lab.end(printer);
    lab.removeHosts('198.51.100.14');
    lab.removeHosts('198.51.100.12');
  });

  it('watches again by itself at the farm', async () => {
    await goHome();
    await isElsewhere();
    await goToFarm();
    expect([await offline(), await reported('miner_offline'), (await powerhive.miners()).length]).toEqual([0, 0, 5]);
  });

  it('takes a long stop for a sleep, and waits for its network afterwards', async () => {
    await goToFarm();
    // Without a time of its own, an incident of a moment would be seen too.
    await powerhive.rest('PATCH', '/rules/offline', { for_seconds: 0 });
    const sinceAt = Date.now();
    powerhive.freeze();
    await pause(13_000);
    lab.setLink('here', 'down');
    powerhive.thaw();
    const entries = async (): Promise<string[]> =>
      (await powerhive.activity())
        .filter(({ kind, at }) => kind === 'watching' && at >= sinceAt)
        .map(({ message }) => message);
    await waitFor('the sleep to be noticed', async () =>
      (await entries()).some((message) => message.includes('was asleep')),
    );
    await waitFor('a scan without a network', async () => (await watching()).reason?.includes('no route') === true);
    // The link is up before any host responds on it, as when a switch port or a wireless network
    // comes back.
    lab.removeHosts(RACK);
    lab.setLink('here', 'up');
    await waitFor(
      'a scan of an empty network',
      async () => (await watching()).reason?.includes('not be back') === true,
    );
    lab.addHosts(RACK);
    await waitFor('watching', isWatching);
    expect([await offline(), await reported('miner_offline')]).toEqual([0, 0]);
    const incidents = await powerhive.rest<Incident[]>('GET', '/incidents?limit=1000');
    expect(incidents.filter(({ opened_at, miners_total }) => opened_at >= sinceAt && miners_total > 0)).toEqual([]);
  });

  it('follows a router that was exchanged while it slept, by the first miner that answers', async () => {
    await goToFarm();
    powerhive.freeze();
    await pause(13_000);
    // The farm had no power in the meantime, and comes back later than the router.
    lab.removeHosts(RACK);
    farmGateway = '02:00:5e:00:53:79';
    lab.changeGateway(farmGateway);
    powerhive.thaw();
    await waitFor(
      'a scan of an empty network',
      async () => (await watching()).reason?.includes('not be back') === true,
    );
    expect([await offline(), await reported('miner_offline')]).toEqual([0, 0]);
    // Miners that are still off are offline then.
    lab.addHosts('198.51.100.13');
    await waitFor('watching', isWatching);
    lab.addHosts(RACK);
    await waitFor('all miners', async () => (await offline()) === 0);
    await powerhive.nextScan();
    expect(await isWatching()).toBe(true);
  });

  it('believes the operator who scans elsewhere', async () => {
    await goToFarm();
    await goHome();
    await isElsewhere();
    const before = await reported('miner_offline');
    await powerhive.scan();
    await waitFor('watching', isWatching);
    await waitFor('the activity', async () => (await reported('scan')) === 1);
    expect([await offline(), await reported('miner_offline')]).toEqual([5, before + 5]);
  });
});
