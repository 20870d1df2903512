import { mkdirSync, writeFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RemoteSite } from '../../../src-shared/model/index.ts';
import { EXPIRED_CERTIFICATE, LOOPBACK_CERTIFICATE, loopbackKey } from '../../fixtures/alerts/receivers.ts';
import { makeOwnFolder } from '../../fixtures/own-folder.ts';
import { eventually } from '../../fixtures/patience.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';

const { path: folder, remove } = makeOwnFolder('proxy');
const proxies: Server[] = [];
let site: Serving;
let head: Serving;

/** A reverse proxy in front of the site, as docs/sites.md describes it: its port. */
async function proxied(cert: string, host = '127.0.0.1'): Promise<number> {
  const there = new URL(site.url);
  const proxy = createServer({ cert, key: loopbackKey() }, (request, response) => {
    const headers = { ...request.headers, host: there.host };
    const passed = send({ host: there.hostname, port: there.port, method: request.method, path: request.url, headers });
    passed.on('response', (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)));
    passed.on('error', () => response.writeHead(502).end());
    request.pipe(passed);
  });
  proxies.push(proxy);
  await new Promise<void>((resolve) => proxy.listen(0, host, resolve));
  return (proxy.address() as AddressInfo).port;
}

beforeAll(async () => {
  site = await startServing(['serve', '--data', join(folder, 'site'), '--port', '0']);
  const valid = await proxied(LOOPBACK_CERTIFICATE);
  const other = await proxied(LOOPBACK_CERTIFICATE, '127.0.0.2');
  const expired = await proxied(EXPIRED_CERTIFICATE);
  const data = join(folder, 'head');
  mkdirSync(data);
  writeFileSync(join(data, 'site.token'), site.token);
  const named = (name: string, url: string) => ({ name, url, token_file: 'site.token' });
  const sites = [
    named('Valid', `https://127.0.0.1:${valid}`),
    named('Other name', `https://127.0.0.2:${other}`),
    named('Expired', `https://127.0.0.1:${expired}`),
  ];
  writeFileSync(join(data, 'config.json'), JSON.stringify({ sites }));
  // The authority of both, as an operator's own would be.
  writeFileSync(join(folder, 'authority.crt'), LOOPBACK_CERTIFICATE + EXPIRED_CERTIFICATE);
  process.env['NODE_EXTRA_CA_CERTS'] = join(folder, 'authority.crt');
  head = await startServing(['serve', '--data', data, '--port', '0']);
});
afterAll(async () => {
  delete process.env['NODE_EXTRA_CA_CERTS'];
  for (const serving of [head, site]) if (serving?.child.exitCode === null) await serving.stop();
  for (const proxy of proxies) {
    proxy.closeAllConnections();
    proxy.close();
  }
  remove();
});

it('sees a site through a reverse proxy with a valid certificate, and through no other', async () => {
  await eventually(async () => {
    const sites = (await head.rest('GET', '/sites')).body as RemoteSite[];
    expect(sites.map(({ name, state }) => [name, state.phase, state.error])).toEqual([
      ['Valid', 'live', null],
      ['Other name', 'lost', 'Its certificate is for another name.'],
      ['Expired', 'lost', 'Its certificate has expired: renew it at the site.'],
    ]);
  });
});
