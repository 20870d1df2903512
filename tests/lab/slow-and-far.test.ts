import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../fixtures/patience.ts';
import { Lab, type LabProgram, whyNoLab } from './lab.ts';

/** Accepts and sends nothing, or responds as another make. */
const STRANGERS = `
const { createServer } = require('node:net');
createServer(() => undefined).listen(80, '198.51.100.31');
require('node:http')
  .createServer((_, answer) => answer.end(JSON.stringify({ fw_name: 'BraiinsOS', model: 's19', miner: 'Antminer S19' })))
  .listen(80, '198.51.100.32', () => console.log('ready'));
`;

/** A firewall that accepts every connection to a network. */
const ACCEPTS_ALL = `
const { createServer } = require('node:net');
const hosts = Array.from({ length: 254 }, (_, i) => '192.0.2.' + (i + 1)).filter((host) => host !== '192.0.2.77');
Promise.all(hosts.map((host) => new Promise((done) => createServer((socket) => socket.on('error', () => undefined)).listen(80, host, done))))
  .then(() => console.log('ready'));
`;

describe.skipIf(whyNoLab !== null)(
  `slow, far and other hosts${whyNoLab === null ? '' : ` (left out: ${whyNoLab})`}`,
  () => {
    let lab: Lab;
    let powerhive: LabProgram;
    beforeAll(async () => {
      lab = await Lab.open();
      await lab.startRack('198.51.100.11-198.51.100.12:80', '--profile', 'healthy');
      await lab.startRack('198.51.100.21:80', '--profile', 'healthy', '--seed', '2', '--faults', 'slow=2.5');
      lab.addHosts('198.51.100.31-198.51.100.32');
      await lab.startNode('farm', STRANGERS);
      powerhive = await lab.serve({
        // Late responses are late by seconds, so that a busy machine does not look late.
        network: { subnets: ['198.51.100.0/24', '203.0.113.0/28'], light_scan_timeout_ms: 1000 },
        intervals: { discovery_seconds: 3600, status_seconds: 3600, telemetry_seconds: 3600 },
      });
      await until('the first scan', async () => (await powerhive.latestScan())?.finished_at != null);
    });
    afterAll(() => lab?.[Symbol.asyncDispose]());

    const ips = async (): Promise<(string | null)[]> => (await powerhive.miners()).map(({ ip }) => ip).sort();

    it('finds a miner that accepts at once and responds after 2.5 s', async () => {
      expect(await ips()).toEqual(['198.51.100.11', '198.51.100.12', '198.51.100.21']);
    });

    it('lists what accepts and is no miner, and gives it nothing', async () => {
      expect(await powerhive.latestScan()).toMatchObject({
        miners_found: 3,
        answered: 5,
        not_miners: 2,
        other_devices: 1,
        not_identified: 1,
        devices: [
          { ip: '198.51.100.31', kind: 'not_identified', what: 'accepts connections, but did not answer in time' },
          { ip: '198.51.100.32', kind: 'other_device', what: 'Braiins OS' },
        ],
      });
    });

    it('finds a miner that accepts the dial late, when the operator scans', async () => {
      // No host has this address until the second attempt has begun: its packets are sent again
      // after a second, and reach it.
      const rack = await lab.startRack('203.0.113.9:80', '--profile', 'healthy', '--seed', '3');
      lab.removeHosts('203.0.113.9');
      const scanning = powerhive.scan(['203.0.113.0/28']);
      await until('the second look', async () => {
        const scan = await powerhive.latestScan();
        return scan?.scope === 'targets' && scan.phase === 'confirming';
      });
      lab.addHosts('203.0.113.9');
      expect(await scanning).toMatchObject({ miners_found: 1, miners_new: 1 });
      expect(await ips()).toContain('203.0.113.9');
      await rack.stop();
    });

    it('finds the one miner in a network that accepts every connection, and names the network', async () => {
      lab.run('farm', 'ip', 'route', 'add', 'local', '192.0.2.0/24', 'dev', 'lo');
      const rack = await lab.startRack('192.0.2.77:80', '--profile', 'healthy', '--seed', '4');
      await lab.startNode('farm', ACCEPTS_ALL);
      const scan = await powerhive.scan(['192.0.2.0/24']);
      expect(scan).toMatchObject({
        phase: 'done',
        miners_new: 1,
        miners_offline: 0,
        answered: 254,
        not_identified: 253,
      });
      expect(scan.message).toContain('192.0.2.0/24');
      expect(await ips()).toContain('192.0.2.77');
      // Hosts that are not its neighbours are found as before.
      expect(await powerhive.scan(['198.51.100.0/24'])).toMatchObject({ miners_offline: 0, message: null });
      await rack.stop();
    });
  },
);
