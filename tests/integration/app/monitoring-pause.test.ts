import { afterEach, expect, it } from 'vitest';
import type { ActivityEntry, Watching } from '../../../src-shared/model/index.ts';
import { BY_TESTER, TESTER } from '../../fixtures/actors.ts';
import { type Farm, manageAll, startFarm } from '../../fixtures/farm/farm.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { pause, until } from '../../fixtures/patience.ts';

const net = await claimNet();
let farm: Farm | null = null;
afterEach(async () => {
  await farm?.close();
  farm = null;
});

const watching = (): Watching => farm!.app.operations.app.health().watching;
const activity = (): Promise<ActivityEntry[]> => farm!.app.operations.app.activity({ limit: 200 });

async function startWatched(listen: string, settings: object = {}): Promise<Farm> {
  farm = await startFarm({ listen, settings });
  farm.app.start();
  await until('the first scan', () => farm!.app.operations.scans.latest()?.finished_at != null);
  return farm;
}

it('marks no miner offline while it is paused, nor for a scan that the pause interrupted', async () => {
  const { app, fleet } = await startWatched(`${net}.0.1-${net}.0.4:8994`);
  await fleet.miners[0]!.powerOff();
  // A host that never responds makes the scan take long enough.
  fleet.miners[1]!.injectFault('hang');
  await fleet.miners[1]!.listenerSynced();
  expect(app.operations.scans.start({}, BY_TESTER).ok).toBe(true);
  await until('the scan to begin', () => app.operations.scans.latest()?.trigger === 'operator');
  app.pause('asleep');
  await until('the scan to be dropped', () => app.operations.scans.latest()?.phase === 'aborted');

  expect(watching()).toMatchObject({ state: 'paused', reason: 'This computer was asleep.' });
  expect(app.operations.miners.list().filter((miner) => !miner.online)).toEqual([]);
  expect(app.operations.scans.start({}, BY_TESTER)).toMatchObject({ ok: false, refusal: { code: 'CONFLICT' } });
});

it('does not count as watching again before a whole scan has been through', async () => {
  const { app, fleet } = await startWatched(`${net}.1.1-${net}.1.4:8994`);
  const states: string[] = [];
  const end = new AbortController();
  const following = (async () => {
    for await (const event of app.operations.app.events(end.signal, null)) {
      if (event.type === 'watching') states.push(event.watching.state);
      if (event.type === 'miners' && event.miners.some((miner) => !miner.online)) states.push('offline');
    }
  })();
  app.pause('asleep');
  await until('the pause to be reported', () => states.includes('paused'));
  const pausedAt = watching().since_at;
  await fleet.miners[0]!.powerOff();
  expect(states).toEqual(['paused']);
  app.resume('asleep');
  expect(watching()).toMatchObject({ state: 'not_watching', since_at: pausedAt });
  await until('watching again', () => states.includes('watching'));

  // Events that wait for one batch are sent with the miners first.
  expect(states).toContain('offline');
  expect(states.indexOf('offline')).toBeLessThan(states.indexOf('watching'));
  end.abort();
  await following;
});

it('stays paused until every reason is gone', async () => {
  const { app } = await startWatched(`${net}.2.1-${net}.2.2:8994`);
  app.pause('operator', TESTER);
  app.pause('asleep');
  app.resume('asleep');
  expect(watching()).toMatchObject({ state: 'paused', reason: 'You paused it.' });
  app.resume('asleep');
  expect(watching().state).toBe('paused');
  app.resume('operator');
  await until('watching again', () => watching().state === 'watching');
  await until('the pause to be among the activity', async () =>
    (await activity()).some(
      ({ event, actor, data }) =>
        event === 'watching_changed' && actor?.name === TESTER.name && data?.['state'] === 'paused',
    ),
  );
});

it('asks no miner while it is paused, and all of them soon after', async () => {
  const { app } = await startWatched(`${net}.3.1-${net}.3.4:8994`);
  await manageAll(app);
  const polled = (): number =>
    app.operations.app.health().loops.find(({ name }) => name === 'status')?.counts['polled'] ?? 0;
  await until('every miner to be polled', () => polled() >= 8);
  app.pause('operator');
  const atPause = polled();
  await pause(1500);
  expect(polled()).toBe(atPause);
  expect(app.operations.miners.list().every((miner) => miner.polling.consecutive_failures === 0)).toBe(true);
  app.resume('operator');
  await until('polls to go on', () => polled() >= atPause + 4);
});
