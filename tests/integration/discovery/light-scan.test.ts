import { createServer, Socket } from 'node:net';
import { expect, it, vi } from 'vitest';
import type { DialResult } from '../../../src-main/discovery/dial/dial.ts';
import { lightScan } from '../../../src-main/discovery/dial/light-scan.ts';
import { type Address, formatAddress } from '../../../src-main/drivers/address.ts';

/** More addresses than a single thread dials. */
const MANY = 6000;
const PORT = 8973;

function addresses(count: number): Address[] {
  return Array.from({ length: count }, (_, i) => ({ host: `127.78.${i >> 8}.${i & 255}`, port: PORT }));
}

function scan(all: readonly Address[], signal = new AbortController().signal) {
  const results = new Map<string, DialResult>();
  const order: string[] = [];
  const done = lightScan(all, {
    timeoutMs: 2000,
    cap: 200,
    signal,
    onResult(address, result) {
      results.set(formatAddress(address), result);
      order.push(formatAddress(address));
    },
  });
  return { results, order, done };
}

it.each([200, MANY])('reports each of %i addresses once, present or silent', async (count) => {
  const all = addresses(count);
  const open = [all[3], all[count - 1]].map((address) => address as Address);
  const servers = await Promise.all(
    open.map(
      ({ host, port }) =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(port, host, () => resolve(server));
        }),
    ),
  );
  const { results, order, done } = scan(all);
  await done;
  expect(order).toHaveLength(count);
  expect(new Set(order)).toEqual(new Set(all.map(formatAddress)));
  expect(
    [...results]
      .filter(([, result]) => result === 'open')
      .map(([ip]) => ip)
      .sort(),
  ).toEqual(open.map(formatAddress).sort());
  expect([...results.values()].filter((result) => result === 'refused')).toHaveLength(count - open.length);
  for (const server of servers) server.close();
});

it('reports nothing more once it is aborted, and ends', async () => {
  const leaving = new AbortController();
  const { order, done } = scan(addresses(MANY), leaving.signal);
  await new Promise<void>((resolve) => {
    const looking = setInterval(() => {
      if (order.length === 0) return;
      clearInterval(looking);
      resolve();
    }, 1);
  });
  leaving.abort();
  const reported = order.length;
  await done;
  expect(reported).toBeLessThan(MANY);
  expect(order).toHaveLength(reported);
});

it('dials nobody more once it is aborted', async () => {
  const connect = vi.spyOn(Socket.prototype, 'connect');
  const leaving = new AbortController();
  const { order, done } = scan(addresses(2000), leaving.signal);
  await vi.waitFor(() => expect(order.length).toBeGreaterThan(0), { timeout: 60_000, interval: 1 });
  leaving.abort();
  const dialled = connect.mock.calls.length;
  await done;
  expect(dialled).toBeGreaterThan(0);
  expect(connect.mock.calls).toHaveLength(dialled);
});
