import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { DirectSitesGateway } from '../../../src-main/sites/direct-sites-gateway.ts';
import { siteClient } from '../../../src-main/sites/site-client.ts';
import { siteFailure } from '../../../src-main/sites/site-failure.ts';

/** A server at the address of a site. */
async function answering(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gateway = new DirectSitesGateway();
  return {
    summary: () => siteClient({ url, token: 't' }).app.summary().catch(siteFailure),
    async call(path: string, input: unknown) {
      const response = await gateway.send({ url, token: 't', name: 'North', path, input }, AbortSignal.timeout(30_000));
      return response.ok ? null : response.failure;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const proxy = (status: number, headers = {}): RequestListener => {
  const body = `<html><h1>${status}</h1><hr>nginx/1.24.0</html>`;
  return (_, response) => response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
};
const powerhive = (status: number, code: string, message: string): RequestListener => {
  const body = JSON.stringify({ code, message, data: {} });
  return (_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body);
};

it.each([
  [502, 'lost', 'The proxy in front of it answers (502), PowerHive behind it does not'],
  [503, 'lost', 'PowerHive behind it does not'],
  [504, 'lost', 'PowerHive behind it does not'],
  [500, 'lost', '(500)'],
  [429, 'lost', 'limits how often'],
  [401, 'refused', 'What is in front of it refuses the request (401)'],
  [403, 'refused', 'What is in front of it refuses the request (403)'],
  [413, 'refused', 'takes no request of this size'],
  [404, 'strange', 'check the address'],
])('a proxy that answers %i in place of a site says what to do', async (status, phase, words) => {
  await using there = await answering(proxy(status));
  expect(await there.summary()).toMatchObject({ phase, error: expect.stringContaining(words) });
  expect(await there.call('miners.list', {})).toMatchObject({
    code: 'BAD_GATEWAY',
    message: expect.stringMatching(/^North: /),
  });
});

it('a redirect, as of http to https, is named', async () => {
  await using there = await answering(proxy(301, { location: 'https://north.example/' }));
  expect(await there.summary()).toMatchObject({ phase: 'strange', error: expect.stringContaining('enter the https') });
});

it('what the site itself says is passed on', async () => {
  await using stopping = await answering(powerhive(503, 'STOPPING', 'PowerHive is stopping.'));
  expect(await stopping.summary()).toMatchObject({ phase: 'lost', error: 'PowerHive is stopping.' });
  await using there = await answering(powerhive(404, 'NOT_FOUND', 'There is no miner x.'));
  expect(await there.call('miners.get', { id: 'x' })).toMatchObject({
    code: 'NOT_FOUND',
    message: 'There is no miner x.',
  });
});

const CHECK = /Check whether it went through before you retry\.$/;
const STOP = ['jobs.start', { action: 'stop', ids: ['02:00:00:00:00:01'], params: {} }] as const;

it.each([
  ['cut off', (_, response) => response.destroy()],
  ['a proxy that gave up', proxy(504)],
  ['not to be read', (_, response) => response.setHeader('content-type', 'application/json').end('{"job":')],
  ['of an unknown shape', (_, response) => response.setHeader('content-type', 'application/json').end('{"work":1}')],
] satisfies [string, RequestListener][])(
  'a change whose answer is %s may have been done, which is said; a look may be taken again',
  async (_what, listener) => {
    await using there = await answering(listener);
    expect((await there.call(...STOP))?.message).toMatch(CHECK);
    expect((await there.call('miners.list', {}))?.message).not.toMatch(CHECK);
  },
);

it('a change that was refused, or never sent, was not done', async () => {
  for (const listener of [proxy(403), powerhive(503, 'STOPPING', 'PowerHive is stopping.')]) {
    await using there = await answering(listener);
    expect((await there.call(...STOP))?.message).not.toMatch(CHECK);
  }
  const gone = await answering(proxy(200));
  await gone[Symbol.asyncDispose]();
  expect((await gone.call(...STOP))?.message).toMatch(/^North: Nothing listens there/);
  expect((await gone.call(...STOP))?.message).not.toMatch(CHECK);
});
