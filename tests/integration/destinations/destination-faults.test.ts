import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Destination, Health } from '../../../src-shared/model/index.ts';
import { EXPIRED_CERTIFICATE, LOOPBACK_CERTIFICATE, loopbackKey } from '../../fixtures/alerts/receivers.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { eventually } from '../../fixtures/patience.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

const SLOW_MS = 2000;
const net = await claimNet();
const servers: Server[] = [];
let farm: WatchedFarm;
beforeAll(async () => {
  // This one is trusted: nothing is wrong with it but its time.
  process.env['NODE_EXTRA_CA_CERTS'] = join(import.meta.dirname, '../../fixtures/certificate/expired.crt');
  farm = await startWatchedFarm({ listen: `${net}.1.1-${net}.1.3:8987`, profile: 'healthy' });
});
afterAll(async () => {
  delete process.env['NODE_EXTRA_CA_CERTS'];
  await farm?.[Symbol.asyncDispose]();
  for (const server of servers) server.close();
});

async function listening(server: ReturnType<typeof createHttp>, scheme = 'http'): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/write`;
}
const answers = (status: number, text = ''): RequestListener => {
  return (request, response) => void request.resume().on('end', () => response.writeHead(status).end(text));
};
const withCertificate = (cert: string) => createHttps({ cert, key: loopbackKey() }, answers(204));
/** Ends the connection within its response. */
const cuts: RequestListener = (request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-length': 100 }).write('half');
    setImmediate(() => response.destroy());
  });
};
const slowly: RequestListener = (request, response) => {
  request.resume().on('end', () => setTimeout(() => response.writeHead(204).end(), SLOW_MS));
};

it('says of each destination what is wrong with it, and reads the farm meanwhile as ever', async () => {
  const faults = [
    [
      'expired',
      await listening(withCertificate(EXPIRED_CERTIFICATE), 'https'),
      /^its certificate has expired: renew it there$/,
    ],
    [
      'unknown',
      await listening(withCertificate(LOOPBACK_CERTIFICATE), 'https'),
      /^its certificate is self-signed: use one/,
    ],
    ['silent', await listening(createHttp(() => undefined)), /^no response in time$/],
    ['busy', await listening(createHttp(answers(429, 'later'))), /^HTTP 429: it takes no more for now: later$/],
    [
      'locked',
      await listening(createHttp(answers(401, 'who?'))),
      /^HTTP 401: it refuses the user or the secret: who\?$/,
    ],
    ['gone', 'http://127.0.0.1:9/write', /^connection refused: check that it runs/],
    ['broken', await listening(createHttp(answers(500, 'out of order'))), /^HTTP 500: out of order$/],
    [
      'wrong path',
      await listening(createHttp(answers(400, 'unsupported path'))),
      /^it refuses every request, also an empty one\. Check the path of the URL\. HTTP 400: unsupported path$/,
    ],
    ['cut', await listening(createHttp(cuts)), /^the connection was cut/],
    ['slow', await listening(createHttp(slowly)), null],
  ] as const;
  for (const [name, url] of faults) {
    const body = { kind: 'remote_write', name, url, enabled: true, sample_seconds: 15 };
    expect(await farm.serving.rest('POST', '/destinations', body)).toMatchObject({ status: 201 });
  }
  await eventually(async () => {
    const list = (await farm.serving.rest('GET', '/destinations')).body as Destination[];
    const states = list.map(({ name, state }) => [name, state.last_error, state.sent > 0] as const);
    expect(states).toEqual(
      faults.map(([name, , words]) => [name, words === null ? null : expect.stringMatching(words), words === null]),
    );
  });
  const miners = await farm.miners();
  for (const { polling } of miners) expect(polling).toMatchObject({ consecutive_failures: 0, last_error: null });
  const { late_polls, threads } = (await farm.serving.rest('GET', '/health')).body as Health;
  expect(late_polls).toBe(0);
  expect(threads.filter(({ last_error, restarts }) => last_error !== null || restarts > 0)).toEqual([]);
  expect(farm.serving.stderr()).not.toContain('ERROR');
});
