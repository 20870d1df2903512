import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, until } from '../fixtures/patience.ts';
import { Lab, type LabProgram, whyNoLab } from './lab.ts';
import { manageAll } from './manage-all.ts';
import { receiveAlerts } from './receive-alerts.ts';

const MINERS = 6;

describe.skipIf(whyNoLab !== null)(`an ordinary /24${whyNoLab === null ? '' : ` (left out: ${whyNoLab})`}`, () => {
  let lab: Lab;
  let powerhive: LabProgram & { data: string };
  beforeAll(async () => {
    lab = await Lab.open();
    await lab.startRack('198.51.100.11-198.51.100.16:80', '--profile', 'healthy');
    powerhive = await lab.serve({
      network: { subnets: ['198.51.100.0/24'] },
      intervals: { discovery_seconds: 3600, status_seconds: 2, telemetry_seconds: 60 },
    });
    await manageAll(powerhive, MINERS);
  });
  afterAll(() => lab?.[Symbol.asyncDispose]());

  it('is watched whole, its network and broadcast address apart', async () => {
    const whole = { phase: 'done', message: null, miners_found: MINERS, miners_offline: 0 };
    await eventually(async () => expect(await powerhive.lastFinishedScan()).toMatchObject(whole));
    expect((await powerhive.health()).watching).toMatchObject({ state: 'watching', reason: null });
  });

  it('shows who goes offline there and who comes back, and sends a message of each', async () => {
    await powerhive.rest('PATCH', '/rules/offline', { for_seconds: 0, clear_for_seconds: 0 });
    const received = await receiveAlerts(lab, powerhive);
    const lost = (await powerhive.miners()).find(({ ip }) => ip === '198.51.100.16')?.id;
    lab.removeHosts('198.51.100.16');
    const offline = async (): Promise<string[]> =>
      (await powerhive.miners()).filter(({ online }) => !online).map(({ id }) => id);
    expect(await powerhive.scan()).toMatchObject({ phase: 'done', miners_offline: 1 });
    expect(await offline()).toEqual([lost]);
    expect((await powerhive.health()).watching.state).toBe('watching');
    lab.addHosts('198.51.100.16');
    // The next scan is an hour away: only its address is dialled.
    await until('the miner to be back by itself', async () => (await offline()).length === 0);
    const kinds = async (): Promise<string[]> => (await powerhive.activity()).map(({ kind }) => kind);
    await until('the activity', async () => (await kinds()).includes('miner_back'));
    expect((await kinds()).filter((kind) => /miner_(offline|back)/.test(kind))).toEqual([
      'miner_back',
      'miner_offline',
    ]);
    const heard = (): string[] => received().map(({ event, incident }) => `${event} ${incident?.rule_id}`);
    await eventually(() => expect(heard()).toEqual(['opened offline', 'resolved offline']));
    expect(received()[0]?.incident?.miner_ids).toEqual([lost]);
  });

  it('keeps an address conflict there that the check of one miner did not reach', async () => {
    const rack = ['--profile', 'healthy', '--seed', '2', '--faults', 'dup-mac@198.51.100.22'];
    await lab.startRack('198.51.100.21-198.51.100.22:80', ...rack);
    await powerhive.scan();
    const claimed = async () => (await powerhive.miners()).filter(({ conflict_ips }) => conflict_ips.length > 0);
    const before = await claimed();
    expect(before.map(({ ip, conflict_ips }) => [ip, ...conflict_ips].sort())).toEqual([
      ['198.51.100.21', '198.51.100.22'],
    ]);
    await powerhive.rest('POST', `/miners/${before[0]?.id}/rescan`);
    const [after] = await claimed();
    expect(after).toMatchObject({ ip: before[0]?.ip, conflict_ips: before[0]?.conflict_ips });
  });
});
