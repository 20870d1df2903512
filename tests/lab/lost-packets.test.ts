import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../src-shared/model/index.ts';
import { until } from '../fixtures/patience.ts';
import { Lab, whyNoLab } from './lab.ts';
import { manageAll } from './manage-all.ts';

const MINUTES = Number(process.env['POWERHIVE_LOSSY_MINUTES'] ?? 0);
const whyNot =
  MINUTES === 0
    ? 'in npm run test:long'
    : (whyNoLab ?? (spawnSync('iptables', ['--version']).status === 0 ? null : 'no iptables here'));

describe.skipIf(whyNot !== null)(`a cable that loses packets${whyNot === null ? '' : ` (${whyNot})`}`, () => {
  it(
    'opens no incident about a miner, and marks none offline, where one packet in twenty is lost each way',
    async () => {
      await using lab = await Lab.open();
      await lab.startRack('198.51.100.10-198.51.100.39:80', '--profile', 'healthy');
      const powerhive = await lab.serve({
        network: { subnets: ['198.51.100.0/24'] },
        intervals: { discovery_seconds: 10, status_seconds: 5, telemetry_seconds: 15 },
      });
      await manageAll(powerhive, 30);
      const polls = async (): Promise<number> =>
        (await powerhive.health()).loops.find(({ name }) => name === 'status')?.runs ?? 0;
      const before = await polls();

      for (const host of ['here', 'farm'] as const) {
        const lose = ['-m', 'statistic', '--mode', 'random', '--probability', '0.05', '-j', 'DROP'];
        lab.run(host, 'iptables', '-A', 'INPUT', '-i', host === 'here' ? 'uplink' : 'port', ...lose);
      }
      await pause(MINUTES * 60_000);
      await powerhive.nextScan();

      expect(await polls()).toBeGreaterThan(before);
      const counts = lab.run('farm', 'iptables', '-L', 'INPUT', '-v', '-x');
      expect(Number(/^\s*(\d+)\s+\d+\s+DROP/m.exec(counts)?.[1])).toBeGreaterThan(MINUTES * 100);
      const incidents = await powerhive.rest<Incident[]>('GET', '/incidents?limit=500');
      expect(incidents.filter(({ miner_ids }) => miner_ids.length > 0).map(({ title }) => title)).toEqual([]);
      const offline = (await powerhive.activity()).filter(({ event }) => event === 'miner_offline');
      expect(offline).toEqual([]);
      await until('a reading of each', async () =>
        (await powerhive.miners()).every(
          ({ latest_status }) => Date.now() - (latest_status?.recorded_at ?? 0) < 30_000,
        ),
      );
    },
    MINUTES * 60_000 + 600_000,
  );
});
