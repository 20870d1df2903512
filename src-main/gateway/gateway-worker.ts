import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { loadUndici } from '../drivers/http/undici.ts';
import { Outbox } from '../runtime/threads/outbox.ts';
import { takeCalls } from '../runtime/threads/take-calls.ts';
import type { Ready, RequestFor, ThreadReply } from '../runtime/threads/thread-calls.ts';
import { DirectGateway } from './direct-gateway.ts';
import type { GatewayCalls, GatewayTask } from './miner-gateway.ts';

/**
 * Entry of the thread that talks to miners, and reads, judges and packs what they say, so that none
 * of it holds up the screens.
 */
if (parentPort === null) throw new Error('gateway-worker runs as a worker thread only');

const port = parentPort;
const minerGateway = new DirectGateway(workerData as GatewayTask);
const underWay = new Map<number, AbortController>();
const outbox = new Outbox<ThreadReply>((replies) => port.postMessage(replies));

takeCalls<GatewayCalls>(port, (message) => {
  if ('cancelled' in message) underWay.get(message.id)?.abort();
  else if (message.call === 'close') void close(message.id);
  else void respond(message);
});
// Before the first request, which would have to wait for it.
await loadUndici();
port.postMessage({ ready: true } satisfies Ready);

type MinerRequest = Exclude<RequestFor<GatewayCalls>, { call: 'close' }>;

async function respond({ id, call, args: [timeoutMs, ...request] }: MinerRequest): Promise<void> {
  const cancellation = new AbortController();
  underWay.set(id, cancellation);
  try {
    const send = minerGateway[call] as (...args: unknown[]) => Promise<unknown>;
    const options = { timeoutMs: timeoutMs ?? undefined, signal: cancellation.signal };
    outbox.add({ id, ok: true, value: await send.call(minerGateway, ...request, options) });
  } catch (error) {
    outbox.add({ id, ok: false, failure: { code: 'failed', message: String(error) } });
  } finally {
    underWay.delete(id);
  }
}

/** The responses of cancelled calls are sent before the end of the thread. */
async function close(id: number): Promise<void> {
  await minerGateway.close();
  while (underWay.size > 0) await nextTurn();
  outbox.add({ id, ok: true, value: undefined });
  outbox.flush();
  port.close();
}
