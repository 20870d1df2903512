import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import { Sites } from '../../../src-main/sites/sites.ts';
import { FarmSummary, type NewEvent } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { until } from '../../fixtures/patience.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

it('says that another farm responds at an address, until the site is saved again', async () => {
  let farm = { id: 'north', name: 'North hall' };
  const server: Server = createServer((_, response) => {
    const summary = { ...(sampleOf(FarmSummary) as FarmSummary), site: farm };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(summary));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  endings.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const events: NewEvent[] = [];
  const sites = new Sites({
    store: { remoteSites: async () => [], putRemoteSite: async () => undefined },
    record: async () => undefined as never,
    secrets: { format: 'test', encrypt: String, open: String } as never,
    clock: systemClock,
    gateway: {} as never,
    onError: (error) => {
      throw error;
    },
    publish: (event) => events.push(event),
  });
  sites.start();
  endings.push(() => sites.stop());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await sites.add({ name: 'North', url, token: 'a'.repeat(20) }, TESTER);
  const [{ id } = { id: '' }] = sites.list();
  const state = () => sites.list()[0]?.state;
  await until('the farm', () => state()?.phase === 'live');
  expect(state()).not.toHaveProperty('other_farm_at');

  farm = { id: 'south', name: 'South hall' };
  await until('the other farm', () => state()?.other_farm_at !== undefined);
  expect(state()).toMatchObject({ phase: 'live', summary: { site: farm } });
  expect(events).toEqual([
    { event: 'site_other_farm', data: { name: 'North', farm: 'South hall', farm_before: 'North hall' } },
  ]);

  await sites.update(id, { name: 'South' }, TESTER);
  await until('the farm again', () => state()?.phase === 'live');
  expect(state()).not.toHaveProperty('other_farm_at');
  expect(events).toHaveLength(1);
});
