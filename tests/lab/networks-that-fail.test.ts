import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Incident, Miner, Watching } from '../../src-shared/model/index.ts';
import { until } from '../fixtures/patience.ts';
import { Lab, type LabProgram, whyNoLab } from './lab.ts';
import { manageAll } from './manage-all.ts';
import { receiveAlerts } from './receive-alerts.ts';

const left = whyNoLab === null ? '' : ` (left out: ${whyNoLab})`;

/** Four neighbours, and four miners behind the gateway. */
describe.skipIf(whyNoLab !== null)(`where the network of this computer fails${left}`, () => {
  let lab: Lab;
  let powerhive: LabProgram & { data: string };
  beforeAll(async () => {
    lab = await Lab.open();
    await Promise.all([
      lab.startRack('198.51.100.11-198.51.100.14:80', '--profile', 'healthy'),
      lab.startRack('203.0.113.5-203.0.113.8:80', '--profile', 'healthy', '--seed', '2'),
    ]);
    powerhive = await lab.serve({
      network: { subnets: ['198.51.100.0/24', '203.0.113.0/26'] },
      intervals: { discovery_seconds: 5, status_seconds: 1, telemetry_seconds: 60 },
    });
    await manageAll(powerhive, 8);
  });
  afterAll(() => lab?.[Symbol.asyncDispose]());

  const watching = async (): Promise<Watching> => (await powerhive.health()).watching;
  const offline = async (): Promise<string[]> =>
    (await powerhive.miners()).filter((miner) => !miner.online).map(({ id }) => id);
  const behind = async (): Promise<Miner[]> =>
    (await powerhive.miners()).filter(({ ip }) => ip?.startsWith('203.') === true);
  const incidents = (): Promise<Incident[]> => powerhive.rest('GET', '/incidents?limit=1000');
  const waitFor = (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => until(what, holds);
  const allWatched = (): Promise<void> =>
    waitFor('all of the farm to be watched', async () => {
      const { state, reason } = await watching();
      return state === 'watching' && reason === null && (await offline()).length === 0;
    });

  it.each(['unreachable', 'prohibit', 'blackhole'] as const)(
    'a network to which its own route is %s is not watched, nobody there is offline, and the rest is watched on',
    async (kind) => {
      await allWatched();
      const lost = (await powerhive.miners()).find(({ ip }) => ip === '198.51.100.14')?.id;
      lab.refuse(kind, '203.0.113.0/26');
      await waitFor('the words', async () => (await watching()).reason?.includes('203.0.113.0/26') === true);
      expect(await watching()).toMatchObject({ state: 'watching', reason: expect.stringContaining('no route to') });

      lab.removeHosts('198.51.100.14');
      await waitFor('the neighbour to be offline', async () => (await offline()).length > 0);
      expect(await offline()).toEqual([lost]);
      // During all this time their polls fail because of this computer.
      const failures = async (): Promise<number[]> =>
        (await behind()).map(({ polling }) => polling.consecutive_failures);
      await waitFor('the words of the polls', async () =>
        (await behind()).every(
          ({ polling }) => polling.last_error?.includes('No network route from this computer') === true,
        ),
      );
      const before = await failures();
      await powerhive.nextScan();
      expect(await failures()).toEqual(before);
      expect((await behind()).map(({ attention }) => attention)).toEqual(Array(4).fill([]));

      lab.allow('203.0.113.0/26');
      lab.addHosts('198.51.100.14');
      await allWatched();
      await waitFor('fresh readings', async () => (await behind()).every(({ polling }) => polling.last_error === null));
    },
  );

  it('a link that is down hides all miners: one incident and one message say so, none is about a miner', async () => {
    await allWatched();
    // The rules have no time of their own here: an incident of a moment would be seen too.
    for (const rule of ['not_watching', 'offline'])
      await powerhive.rest('PATCH', `/rules/${rule}`, { for_seconds: 0, clear_for_seconds: 0 });
    const received = await receiveAlerts(lab, powerhive);
    const before = new Set((await incidents()).map(({ incident_id }) => incident_id));
    const opened = async (): Promise<Incident[]> =>
      (await incidents()).filter(({ incident_id }) => !before.has(incident_id));
    const heard = (): string[] =>
      received().flatMap(({ event, incident }) =>
        incident === null || before.has(incident.incident_id) ? [] : [`${event} ${incident.rule_id}`],
      );

    const current = async (): Promise<Incident[]> => (await opened()).filter(({ state }) => state !== 'resolved');
    for (const [nth, end] of (['here', 'farm'] as const).entries()) {
      lab.setLink(end, 'down');
      await waitFor('the words', async () => (await watching()).state === 'not_watching');
      expect((await watching()).reason).toContain('no route to');
      await waitFor('the message', () => heard().filter((said) => said === 'opened not_watching').length > nth);
      await powerhive.nextScan();
      expect(await current()).toEqual([
        expect.objectContaining({ rule_id: 'not_watching', state: 'open', miner_ids: [] }),
      ]);

      lab.setLink(end, 'up');
      await allWatched();
      await waitFor('the end of the incident', async () => (await current()).length === 0);
    }
    expect((await opened()).map(({ rule_id }) => rule_id)).toEqual(['not_watching', 'not_watching']);
    // The second end would be the fourth message of one cause within an hour.
    expect(heard()).toEqual(['opened not_watching', 'resolved not_watching', 'opened not_watching']);
  });

  it('has marked no miner offline but the neighbour that was', async () => {
    const offline = (await powerhive.activity()).filter(({ kind }) => kind === 'miner_offline');
    expect(new Set(offline.map(({ miner_id }) => miner_id)).size).toBe(1);
    expect(offline).toHaveLength(3);
  });
});
