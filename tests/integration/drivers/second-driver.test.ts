import { afterEach, expect, it } from 'vitest';
import { DRIVERS, DriverRegistry } from '../../../src-main/drivers/registry.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';
import { detailOf, type Farm, startFarm, statusesOf } from '../../fixtures/farm/farm.ts';
import { LINE_PORT, type LineMiner, lineDriver, startLineMiner } from '../../fixtures/farm/line-driver.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { until } from '../../fixtures/patience.ts';

// Proves what code outside drivers/vnish must not know, with a make that no build knows: it is
// found, named, polled and shown by the same loops.
const net = await claimNet();
const LINE_MAC = '02:11:22:33:44:55';
let farm: Farm;
const lineMiners: LineMiner[] = [];
afterEach(async () => {
  await farm.close();
  for (const miner of lineMiners.splice(0)) await miner.close();
});

const begin = async (): Promise<void> => {
  farm = await startFarm({
    listen: `${net}.1.1-${net}.1.2:8989`,
    subnets: [`${net}.1.1-${net}.1.4:8989`],
    profile: 's19',
    drivers: new DriverRegistry([lineDriver, ...DRIVERS.all]),
  });
};
const startLine = async (host: string, mac: string): Promise<LineMiner> => {
  const miner = await startLineMiner(host, { mac, model: 'line-1', version: '7' });
  lineMiners.push(miner);
  return miner;
};
const scan = async (): Promise<void> => {
  farm.app.start();
  await until('the first scan', () => farm.app.operations.scans.latest()?.finished_at != null);
};

it('finds a miner of another make on the port that its driver names, and polls it without a key', async () => {
  await begin();
  const line = await startLine(`${net}.1.3`, LINE_MAC);
  await scan();
  const { miners, scans } = farm.app.operations;
  expect(
    miners
      .list()
      .map(({ firmware_kind }) => firmware_kind)
      .sort(),
  ).toEqual(['line', 'vnish', 'vnish']);
  const row = () => detailOf(farm.app, LINE_MAC);
  expect(row()).toMatchObject({
    ip: `${net}.1.3:${LINE_PORT}`,
    firmware_name: 'Line',
    firmware_version: '7',
    model_alias: 'line-1',
    has_api_key: false,
    polling: { eligible: false, reason_code: 'unmanaged' },
  });
  expect(scans.latest()).toMatchObject({ miners_found: 3, other_devices: 0, not_identified: 0 });

  await miners.update({ params: { id: LINE_MAC }, body: { managed: true } }, BY_TESTER);
  await until(
    'readings through the same loop',
    async () => (await statusesOf(farm.app, LINE_MAC, { limit: 2 })).length === 2,
  );
  expect(row()).toMatchObject({
    polling: { eligible: true, reason_code: null, consecutive_failures: 0 },
    latest_status: { state: 'mining', hashrate_hs: 1.03e14 },
    has_api_key: false,
    attention: [],
  });
  await farm.scan();
  expect(row()).toMatchObject({ online: true, ip: `${net}.1.3:${LINE_PORT}`, conflict_ips: [] });
  // Neither HTTP nor a password nor a key was ever sent there.
  expect([...new Set(line.lines)].sort()).toEqual(['now', 'who']);
});

it('takes a miner that two drivers recognise for one, read with the firmware that replaces the stock one', async () => {
  await begin();
  const mac = farm.fleet.miners[0]?.mac.toLowerCase() ?? '';
  const stock = await startLine(`${net}.1.1`, mac);
  await scan();
  const { miners, scans } = farm.app.operations;
  expect(stock.lines).toEqual(['who']);
  expect(miners.list()).toHaveLength(2);
  expect(detailOf(farm.app, mac)).toMatchObject({ firmware_kind: 'vnish', ip: `${net}.1.1:8989`, conflict_ips: [] });
  expect(scans.latest()).toMatchObject({ miners_found: 2, other_devices: 0, not_identified: 0 });
  await farm.scan();
  expect(detailOf(farm.app, mac)).toMatchObject({ firmware_kind: 'vnish', ip: `${net}.1.1:8989`, conflict_ips: [] });
});
