import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { configuredId } from '../../../src-main/sites/sites.ts';
import { otherSites } from '../../fixtures/sites/other-sites.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const eventOf = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;
const scan = { seq: 1, type: 'activity', entries: [] };
const LARGEST = 8 << 20;

/** Events of the maximum size or cost. */
const HEAVY: Readonly<Record<string, string>> = {
  'of 8 MB with as many removed miners as fit': eventOf({
    seq: 2,
    type: 'miners',
    miners: [],
    removed_ids: Array(Math.floor((LARGEST - 100) / 20)).fill('02:00:00:00:00:01'),
  }),
  'of 8 MB with as many empty rows as fit': eventOf({
    seq: 2,
    type: 'activity',
    entries: Array(Math.floor((LARGEST - 100) / 3)).fill({}),
  }),
  'of 8 MB in 2.7 million lines': `data: {"seq":2,"type":"activity","entries":[]${'\n:x'.repeat(Math.floor((LARGEST - 100) / 3))}\ndata: }\n\n`,
};

it.each(Object.entries(HEAVY))('the program goes on while a live event %s is read', async (_, heavy) => {
  const site = await startSite();
  const events = (await followed(site.url))[Symbol.asyncIterator]();
  const first = events.next();
  const stream = await site.opened;
  stream.write(eventOf(scan));
  expect((await first).value).toBe(JSON.stringify(scan));
  const next = events.next();
  await new Promise<void>((sent) => stream.write(heavy, () => sent()));
  const before = cpuUsage();
  const { value } = await next;
  const after = cpuUsage();
  // Nearly all of it belongs to the thread. Time spent waiting for the processor is in neither.
  expect(after.here - before.here).toBeLessThan((after.all - before.all) / 3);
  expect(JSON.parse(String(value))).toMatchObject({ seq: 2 });
});

/** Processor time in microseconds, of this thread and of all threads. */
function cpuUsage() {
  const sum = ({ user, system }: NodeJS.CpuUsage): number => user + system;
  return { here: sum(process.threadCpuUsage()), all: sum(process.cpuUsage()) };
}

it('a site that sends event after event does not keep the program from others', async () => {
  const site = await startSite();
  const events = (await followed(site.url))[Symbol.asyncIterator]();
  const first = events.next();
  const stream = await site.opened;
  for (let i = 0; i < 1000; i++) stream.write(eventOf({ ...scan, seq: i }));
  await first;
  const startedMs = performance.now();
  for (let i = 1; i < 60; i++) expect(JSON.parse(String((await events.next()).value))).toMatchObject({ seq: i });
  expect(performance.now() - startedMs).toBeGreaterThan(59 * 4);
});

it('a stream ends with the site, and a site that sends anything else is said to', async () => {
  const site = await startSite();
  const events = (await followed(site.url))[Symbol.asyncIterator]();
  const first = events.next();
  const stream = await site.opened;
  stream.write(eventOf(scan));
  await first;
  stream.end();
  expect((await events.next()).done).toBe(true);

  const other = await startSite();
  const wrong = (await followed(other.url))[Symbol.asyncIterator]().next();
  (await other.opened).write(eventOf({ what: 'else' }));
  await expect(wrong).rejects.toMatchObject({
    code: 'BAD_GATEWAY',
    message: expect.stringMatching(/^North: It sends what this version does not understand/),
  });
});

it('a response that is no stream is said to be none', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('[{"incident_id":"x"}]');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  endings.push(() => server.close());
  const next = (await followed(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))[Symbol.asyncIterator]();
  await expect(next.next()).rejects.toMatchObject({
    code: 'BAD_GATEWAY',
    message: 'North: What it sends is no live stream of a PowerHive.',
  });
});

it('an event of more than 8 MB ends the stream', async () => {
  const site = await startSite();
  const next = (await followed(site.url))[Symbol.asyncIterator]().next();
  (await site.opened).write(`data: {"seq":1,"type":"${'x'.repeat(LARGEST)}"}\n\n`);
  await expect(next).rejects.toMatchObject({ message: expect.stringContaining('no PowerHive') });
});

async function followed(url: string): Promise<AsyncIterable<string>> {
  const { sites, close } = otherSites();
  endings.push(close);
  await sites.load([{ name: 'North', url, token: 'x'.repeat(20) }]);
  sites.start();
  const events = sites.events(configuredId(url), new AbortController().signal);
  if (events === null) throw new Error('no such site');
  return events;
}

/** A site whose live stream the test writes. */
async function startSite() {
  const { promise: opened, resolve } = Promise.withResolvers<ServerResponse>();
  const server: Server = createServer((request, response) => {
    if (request.url !== '/api/events') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': here\n\n');
    resolve(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  endings.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, opened };
}
