import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { implement } from '@orpc/server';
import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { ServerPeer } from '@orpc/standard-server-peer';
import { describe, expect, it } from 'vitest';
import { bridgeTransport, type DesktopBridge } from '../../../../src-renderer/api/connection/bridge-transport.ts';
import { type Contract, contract } from '../../../../src-shared/contract/index.ts';

/** A desktop whose main process returns null for `scans.latest`. */
function desktop() {
  const os = implement(contract);
  const handler = new StandardRPCHandler({ scans: { latest: os.scans.latest.handler(() => null) } }, {});
  const handle = createServerPeerHandleRequestFn(handler, { context: {} });
  let listener: ((message: string) => void) | null = null;
  const say = (message: string): void => listener?.(message);
  const peer = new ServerPeer((message) => say(String(message)));
  const bridge: DesktopBridge = {
    post: (message) => void peer.message(message, handle),
    onMessage: (added) => {
      listener = added;
      return () => {
        listener = null;
      };
    },
  };
  return { bridge, say, isHeard: () => listener !== null };
}

async function open(bridge: DesktopBridge) {
  const result = await bridgeTransport(bridge).connect('');
  if (result.kind !== 'open') throw new Error('not open');
  const client: ContractRouterClient<Contract> = createORPCClient(result.session.link);
  return { session: result.session, client };
}

describe('the desktop bridge', () => {
  it('carries calls without a token', async () => {
    const { bridge } = desktop();
    expect(bridgeTransport(bridge).needsToken).toBe(false);
    const { client } = await open(bridge);
    await expect(client.scans.latest()).resolves.toBeNull();
  });

  it('ends when the other side says goodbye, and fails the calls under way', async () => {
    const { bridge, say, isHeard } = desktop();
    const posted = Promise.withResolvers<void>();
    const { client, session } = await open({ ...bridge, post: () => posted.resolve() });
    const pending = client.scans.latest();
    await posted.promise;
    say('');
    await expect(pending).rejects.toThrow();
    await expect(session.ended).resolves.toBe('lost');
    expect(isHeard()).toBe(false);
  });
});
