import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { siteClient } from '../../../src-main/sites/site-client.ts';
import { siteFailure } from '../../../src-main/sites/site-failure.ts';

it('a site whose figures are larger than those of any farm is no PowerHive, and is read no further', async () => {
  let written = 0;
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"miners":"');
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(64 << 10))) written += 64 << 10;
      response.once('drain', more);
    };
    more();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = siteClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 't' });
  const failure = await client.app.summary().catch(siteFailure);
  expect(failure).toMatchObject({ phase: 'strange', error: expect.stringContaining('no PowerHive') });
  expect(written).toBeLessThan(32 << 20);
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

it('a site that responds with a web page is no PowerHive, not one of another version', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Welcome</html>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = siteClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 't' });
  const failure = await client.app.summary().catch(siteFailure);
  expect(failure).toMatchObject({ phase: 'strange', error: expect.stringContaining('no PowerHive') });
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});
