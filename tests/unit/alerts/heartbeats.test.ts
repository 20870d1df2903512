import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { Heartbeats } from '../../../src-main/alerts/channels/heartbeats.ts';
import { flushTasks, ManualClock } from '../../fixtures/manual-clock.ts';
import { until } from '../../fixtures/patience.ts';

const DAY_S = 86_400;

it('a service that is called once a day is called as soon as the farm is watched, not a day later', async () => {
  let calls = 0;
  const service = createServer((_, answer) => {
    calls += 1;
    answer.end();
  }).listen(0, '127.0.0.1');
  await until('the service', () => service.listening);
  const { port } = service.address() as AddressInfo;
  const channel = {
    id: 'a',
    kind: 'heartbeat',
    enabled: true,
    settings: { url: `http://127.0.0.1:${port}/`, every_seconds: DAY_S },
  };
  const channels = {
    all: () => [channel],
    get: () => channel,
    onChange: () => undefined,
    noteSuccess: () => undefined,
  };
  let isWatching = false;
  const clock = new ManualClock();
  const heartbeats = new Heartbeats({
    channels: channels as never,
    isWatching: () => isWatching,
    clock,
    onError: (error) => {
      throw error;
    },
  });
  heartbeats.start();
  await clock.advance(3000);
  await flushTasks();
  expect(calls).toBe(0);
  isWatching = true;
  await clock.advance(5000);
  await until('the call', () => calls === 1);
  await heartbeats.stop();
  service.close();
});
