import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { siteClient } from '../../../src-main/sites/site-client.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

it('a call ends with its signal, also where garbage was collected while the response came', async () => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => {
      begin();
      response.write(' ');
    }, 10);
    response.on('close', () => clearInterval(timer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const client = siteClient({ url: `http://127.0.0.1:${port}`, token: 'x'.repeat(20) });
    const ended = new AbortController();
    const call = client.app.summary(undefined, { signal: ended.signal });
    const failed = expect(call).rejects.toThrow();
    await begun;
    for (let i = 0; i < 10; i++) {
      collectGarbage();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    ended.abort(new Error('enough'));
    await failed;
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
