import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { Sites } from '../../../src-main/sites/sites.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

it('gives up a call to a site that hangs when the program stops, and when it is stopped itself', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  let requests = 0;
  const hanging = createServer(() => {
    requests += 1;
    if (requests === 3) resolve();
  });
  await new Promise<void>((listening) => hanging.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`;
  const sites = new Sites({
    store: { remoteSites: async () => [], putRemoteSite: async () => undefined },
    record: async () => undefined as never,
    secrets: { format: 'test', encrypt: String, open: String } as never,
    clock: new ManualClock(),
    onError: (error) => {
      throw error;
    },
    publish: () => undefined,
  });
  await sites.load([{ name: 'North', url, token: 'x'.repeat(20) }]);
  sites.start();
  try {
    const stopping = new AbortController();
    const calls = [
      sites.call('config-1', 'miners.list', {}, stopping.signal),
      sites.call('config-1', 'miners.list', {}),
    ].map((call) => expect(call).rejects.toMatchObject({ code: 'BAD_GATEWAY' }));
    // Its figures are asked for too, and hang as well.
    await asked;
    stopping.abort();
    await calls[0];
    await sites.stop();
    await calls[1];
  } finally {
    hanging.closeAllConnections();
    hanging.close();
  }
});
