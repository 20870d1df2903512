import { randomUUID } from 'node:crypto';
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../../../src-main/api/router.ts';
import { PageCalls } from '../../../src-main/desktop/window/page-calls.ts';
import { bridgeTransport } from '../../../src-renderer/api/connection/bridge-transport.ts';
import type { Contract } from '../../../src-shared/contract/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { until } from '../../fixtures/patience.ts';
import { ALPHA, fakeOperations } from '../../fixtures/served/fake-operations.ts';

/**
 * A window whose page can be reloaded. Each load has its own pageId, as with the preload script.
 */
function openWindow() {
  const operations = fakeOperations();
  const stopping = new AbortController();
  const bad: unknown[] = [];
  const listeners = new Map<string, Set<(message: string) => void>>();
  const call = { via: 'ipc', actor: TESTER, stopping: stopping.signal, log: pino({ level: 'silent' }) } as const;
  const calls = new PageCalls(
    createRouter(operations),
    call,
    (pageId, message) => {
      for (const listener of listeners.get(pageId) ?? []) listener(message);
    },
    (error) => bad.push(error),
  );

  async function loadPage() {
    const pageId = randomUUID();
    const heard = new Set<(message: string) => void>();
    listeners.set(pageId, heard);
    calls.receive(pageId, '');
    const result = await bridgeTransport({
      post: (message) => calls.receive(pageId, message),
      onMessage: (listener) => {
        heard.add(listener);
        return () => heard.delete(listener);
      },
    }).connect('');
    if (result.kind !== 'open') throw new Error('not open');
    const client: ContractRouterClient<Contract> = createORPCClient(result.session.link);
    return { pageId, client, session: result.session };
  }
  return { operations, calls, stopping, bad, loadPage };
}

describe('the calls of a window', () => {
  it('reach the operations, and their results the page', async () => {
    const { loadPage } = openWindow();
    const { client } = await loadPage();
    await expect(client.miners.get({ id: ALPHA })).resolves.toMatchObject({ nickname: 'Alpha' });
    await expect(
      client.miners.update({ params: { id: ALPHA }, body: { managed: 'yes' as unknown as boolean } }),
    ).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('end with the page: nothing of them is answered into the next one', async () => {
    const { operations, loadPage } = openWindow();
    const semaphore = Promise.withResolvers<void>();
    operations.rescanHold = semaphore.promise;
    const before = await loadPage();
    const pending = before.client.miners.rescan({ id: ALPHA });
    const stream = await before.client.app.events();
    await stream.next();
    expect(operations.openStreams).toBe(1);

    const after = await loadPage();
    await expect(pending).rejects.toThrow();
    await expect(before.session.ended).resolves.toBe('lost');
    await until('the stream of the page before to end', () => operations.openStreams === 0);
    semaphore.resolve();
    // Its first call has the same number as the dropped call.
    await expect(after.client.scans.latest()).resolves.toBeDefined();
  });

  it('are not brought back by a message of the page before that was still on its way', async () => {
    const { calls, operations, loadPage } = openWindow();
    const before = await loadPage();
    const after = await loadPage();
    const stream = await after.client.app.events();
    await stream.next();
    calls.receive(before.pageId, '{"i":"1","p":{"u":"/scans/latest"}}');
    await expect(after.client.scans.latest()).resolves.toBeDefined();
    expect(operations.openStreams).toBe(1);
    calls.end();
    await until('the stream to end', () => operations.openStreams === 0);
  });

  it('end when the window ends, also the streams that rest', async () => {
    const { calls, operations, loadPage } = openWindow();
    const { client, session } = await loadPage();
    const stream = await client.app.events();
    await stream.next();
    calls.end();
    await expect(session.ended).resolves.toBe('lost');
    await until('the stream to end', () => operations.openStreams === 0);
  });

  it('are refused in words while the program stops', async () => {
    const { stopping, loadPage } = openWindow();
    const { client } = await loadPage();
    stopping.abort();
    await expect(client.scans.latest()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });

  it.each(['{', 'null', '[]', '"text"', '{"i":1}', '{"i":"1","t":9}', '\u0000'])(
    'survive a message that is none: %s',
    async (junk) => {
      const { calls, loadPage, bad } = openWindow();
      const { client, pageId } = await loadPage();
      calls.receive(pageId, junk);
      await expect(client.miners.list({})).resolves.toHaveLength(3);
      expect(bad.every((error) => error instanceof Error)).toBe(true);
    },
  );
});
