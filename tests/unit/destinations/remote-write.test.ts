import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDestination, OutgoingTask } from '../../../src-main/destinations/outgoing-task.ts';
import { RemoteWrite } from '../../../src-main/destinations/remote-write/remote-write.ts';
import { RemoteWriteClient } from '../../../src-main/destinations/remote-write/send.ts';
import { minerSeries } from '../../../src-main/destinations/remote-write/series.ts';
import type { OutgoingHistory, OutgoingMiner } from '../../../src-main/store/outgoing-history.ts';
import { until } from '../../fixtures/patience.ts';
import { someFigures } from '../store/farm-fixture.ts';

const SECRET = 'very-secret-token';
let server: Server;
let sockets: Set<Socket>;
let respond: (request: IncomingMessage, response: ServerResponse, bytes: number) => void;
let destination: OpenDestination;

beforeEach(async () => {
  sockets = new Set();
  respond = (_request, response) => void response.writeHead(204).end();
  server = createServer(async (request, response) => {
    let bytes = 0;
    for await (const chunk of request) bytes += (chunk as Buffer).length;
    respond(request, response, bytes);
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  destination = {
    id: 'vm',
    kind: 'remote_write',
    url: `http://127.0.0.1:${port}/api/v1/write`,
    user: null,
    secret: SECRET,
    sample_seconds: 60,
    since_at: null,
    max_kbytes_per_s: 1_000_000,
    created_at: 0,
  };
});
afterEach(async () => {
  server.closeAllConnections();
  if (server.listening) await new Promise((closed) => server.close(closed));
});

const body = new Uint8Array([0]);

describe('a server', () => {
  it('that closes connections which nobody uses has not been killed, one that is gone has', async () => {
    const client = new RemoteWriteClient();
    expect(await client.send(destination, body)).toEqual({ kind: 'taken' });
    for (const socket of sockets) socket.end();
    await until('the connection to be closed', () => sockets.size === 0);
    expect(await client.wasCut(destination)).toBe(false);
    expect(await client.send(destination, body)).toEqual({ kind: 'taken' });
    server.close();
    for (const socket of sockets) socket.destroy();
    await until('the kill to be noticed', () => client.wasCut(destination));
    expect(await client.wasCut(destination)).toBe(false);
    await client.close();
  });

  it('that repeats what it was sent gets no secret into the message', async () => {
    respond = ({ headers }, response) => void response.writeHead(400).end(`no: ${JSON.stringify(headers)}`);
    const client = new RemoteWriteClient();
    const bearer = await client.send(destination, body);
    const basic = await client.send({ ...destination, user: 'farm' }, body);
    expect(bearer).toMatchObject({ kind: 'refused', message: expect.stringContaining('Bearer …') });
    expect(basic).toMatchObject({ kind: 'refused', message: expect.stringContaining('Basic …') });
    await client.close();
  });

  it.each([408, 425, 429, 503])('that answers %i gets the same again, and nothing is skipped', async (status) => {
    respond = (_request, response) => void response.writeHead(status, { 'retry-after': '7' }).end();
    const client = new RemoteWriteClient();
    expect(await client.send(destination, body)).toMatchObject({ kind: 'failed', retryAfterMs: 7000, isCut: false });
    await client.close();
  });
});

const MINERS: readonly OutgoingMiner[] = [1, 2, 3, 4].map((miner_key) => ({
  miner_key,
  mac: `02:00:00:00:00:0${miner_key}`,
  site: 'north',
  model: 's19jpro',
  name: null,
  ip: null,
  offline_since_at: null,
}));
const reading = (state: string, recorded_at = 0) => ({
  ...someFigures(),
  id: 1,
  recorded_at,
  state,
  chains: [],
});
const history = {
  firstAt: () => ({ readings: 0, slots: null }),
  miners: (after: number) => MINERS.filter(({ miner_key }) => miner_key > after),
  statuses: () => [reading('mining')],
  site: () => ({ id: 'north', name: null }),
  siteSums: () => [],
  fills: () => [],
} as unknown as OutgoingHistory;
const task = (): OutgoingTask => ({
  destination,
  position: { at: 0, to: null, after_key: 0, fill_id: 0 },
  upToAt: 60_000,
  watchingSinceAt: null,
  statusMs: 15_000,
});

it('sends a request in parts where the other side takes none that large', async () => {
  const taken: number[] = [];
  respond = (_request, response, bytes) => {
    if (bytes <= 400) taken.push(bytes);
    response.writeHead(bytes > 400 ? 413 : 204).end();
  };
  const remoteWrite = new RemoteWrite(() => history);
  const result = await remoteWrite.step(task(), new AbortController().signal);
  expect(result).toMatchObject({ refused: 0, refusal: null, failure: null, isDone: true, position: { at: 60_000 } });
  expect(taken.length).toBeGreaterThan(1);
  await remoteWrite.close();
});

it('has a series for each known state, and one for all others', () => {
  const [miner] = MINERS as [OutgoingMiner];
  const statuses = ['mining', 'auto-tuning', 'x1', 'x2'].map((state, slot) => reading(state, slot * 60_000));
  const states = minerSeries(miner, statuses as never, 60_000).flatMap(({ labels }) =>
    labels.filter(({ name }) => name === 'state').map(({ value }) => value),
  );
  expect(states).toEqual(['mining', 'auto-tuning', 'other']);
});
