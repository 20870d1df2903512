import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openStore } from '../../../src-main/store/open-store.ts';
import { findFreePort } from '../../fixtures/farm/loopback-nets.ts';
import { pause, until } from '../../fixtures/patience.ts';
import { bundleChild } from '../../fixtures/program/bundled-child.ts';

/** `npm run test:long` uses a hundred. */
const KILLS = Number(process.env['POWERHIVE_ALERT_KILLS'] ?? 2);
const SOURCE = join(import.meta.dirname, 'outbox-child.ts');

const folder = mkdtempSync(join(tmpdir(), 'powerhive-alert-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('every message arrives over kills and hours without internet, each at most twice', async () => {
  const path = join(folder, 'powerhive.db');
  const program = await bundleChild(SOURCE, folder);
  const port = await findFreePort();
  const received = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  // Slow, so that a kill often comes between a request and its response.
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const { event, incident, delivery_id } = JSON.parse(body);
      const what = `${event} ${incident.incident_id}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
      received.set(what, (received.get(what) ?? new Set()).add(delivery_id));
      setTimeout(() => response.end('{}'), Math.random() * 120);
    });
  });
  const isOnline = () => receiver.listening;
  const connect = async (): Promise<void> => {
    if (!isOnline()) await once(receiver.listen(port, '127.0.0.1'), 'listening');
  };
  const cut = (): void => {
    receiver.closeAllConnections();
    receiver.close();
  };
  await connect();
  const startedAt = Date.now();
  const start = async (announcements: number) => {
    const args = [program, path, `http://127.0.0.1:${port}/hook`, String(announcements), String(startedAt)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    const ended = exited.then(([code]) => Promise.reject(new Error(`The program ended with ${code}.`)));
    await Promise.race([once(child.stdout, 'data'), ended]);
    ended.catch(() => undefined);
    return { child, exited };
  };
  let announcements = 0;
  for (let round = 0; round < KILLS; round++) {
    // In the middle half there is no internet.
    const isDead = round >= KILLS / 4 && round < (KILLS * 3) / 4;
    if (isDead && isOnline()) cut();
    if (!isDead) await connect();
    announcements += 6;
    const { child, exited } = await start(announcements);
    await pause(Math.random() * 500);
    child.kill('SIGKILL');
    await exited;
  }
  await connect();
  const { child, exited } = await start(announcements);
  await until('all messages to arrive', () => received.size === announcements);
  // Time for a message that is sent once too often.
  await pause(500);
  child.kill('SIGKILL');
  await exited;
  cut();
  expect(Math.max(...counts.values())).toBeLessThanOrEqual(2);
  // A receiver can recognize a repeated message.
  expect([...received.values()].filter(({ size }) => size !== 1)).toEqual([]);
  const store = await openStore({ path });
  const open = await store.openDeliveries();
  await store.close();
  expect(open.length).toBeLessThanOrEqual(1);
});
