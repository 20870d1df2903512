import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { Health } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { makeOwnFolder } from '../../fixtures/own-folder.ts';
import { until } from '../../fixtures/patience.ts';
import { startServing } from '../../fixtures/program/program.ts';

const net = await claimNet();

it('a scan every six hours is due in six hours, and not in one', async () => {
  const folder = makeOwnFolder('rare-scans');
  const config = { network: { subnets: [`${net}.1.1:8996`] }, intervals: { discovery_seconds: 21_600 } };
  writeFileSync(join(folder.path, 'config.json'), JSON.stringify(config));
  const startedAt = Date.now();
  const serving = await startServing(['serve', '--data', folder.path, '--port', '0']);
  const nextAt = async (): Promise<number | null> => {
    const { loops } = (await serving.rest('GET', '/health')).body as Health;
    return loops.find(({ name }) => name === 'discovery')?.next_run_at ?? null;
  };
  await until('the first scan', async () => (await serving.rest('GET', '/scans/last-finished')).body !== null);
  await until('the time of the next one', async () => (await nextAt()) !== null);
  const inMs = ((await nextAt()) ?? 0) - startedAt;
  expect(await serving.stop()).toBe(0);
  folder.remove();
  expect(inMs).toBeGreaterThanOrEqual(6 * HOUR_MS);
  expect(inMs).toBeLessThan(6.1 * HOUR_MS);
});
