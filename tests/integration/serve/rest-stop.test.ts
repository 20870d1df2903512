import { Agent, request } from 'node:http';
import { expect, it, vi } from 'vitest';
import { eventually, stopwatch } from '../../fixtures/patience.ts';
import { ALPHA } from '../../fixtures/served/fake-operations.ts';
import { serve } from '../../fixtures/served/served.ts';

it('lets pending calls finish, and refuses new ones with 503 meanwhile', async () => {
  await using served = await serve();
  const semaphore = Promise.withResolvers<void>();
  served.operations.rescanHold = semaphore.promise;
  const rescan = vi.spyOn(served.operations.miners, 'rescan');
  const slow = served.ask(`/api/miners/${ALPHA}/rescan`, { method: 'POST' });
  await eventually(() => expect(rescan).toHaveBeenCalled());

  const stopped = served.server.stop(5000);
  for (const path of ['/api/miners', '/api/health', '/', '/metrics']) {
    const { status, headers, json } = await served.ask(path);
    expect(status).toBe(503);
    expect(headers.connection).toBe('close');
    expect(json).toEqual({ code: 'SERVICE_UNAVAILABLE', message: 'PowerHive is stopping', data: {} });
  }
  semaphore.resolve();
  expect(await slow).toMatchObject({ status: 200, json: { scan_id: 'scan-1' } });
  await stopped;
  await expect(served.ask('/api/health')).rejects.toThrow('ECONNREFUSED');
});

it('cuts off what does not finish within the deadline, and names it in the log', async () => {
  await using served = await serve();
  served.operations.rescanHold = new Promise(() => {});
  const rescan = vi.spyOn(served.operations.miners, 'rescan');
  const slow = served.ask(`/api/miners/${ALPHA}/rescan`, { method: 'POST' });
  const failed = expect(slow).rejects.toThrow('socket hang up');
  await eventually(() => expect(rescan).toHaveBeenCalled());

  const took = stopwatch();
  await served.server.stop(500);
  expect(took()).toBeLessThan(500);
  await failed;
  expect(served.logLines.join('')).toContain(`"unfinished":["POST /api/miners/${ALPHA}/rescan"]`);
});

it('does not wait for connections that are kept alive, nor for a client that reads no events', async () => {
  await using served = await serve();
  const agent = new Agent({ keepAlive: true });
  const { port } = served.server;
  const headers = { authorization: `Bearer ${served.token}` };
  await new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/api/health', agent }, (response) => {
      response.resume();
      response.on('end', resolve);
    })
      .on('error', reject)
      .end();
  });
  const events = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/api/events', headers }, resolve).on('error', reject).end();
  });
  events.pause();

  const took = stopwatch();
  await served.server.stop(2000);
  expect(took()).toBeLessThan(2000);
  expect(served.operations.openStreams).toBe(0);
  agent.destroy();
  events.destroy();
});

it('stops once, however often it is asked', async () => {
  await using served = await serve();
  expect(served.server.stop(1000)).toBe(served.server.stop(1000));
});
