import { parentPort, workerData } from 'node:worker_threads';
import { loadUndici } from '../drivers/http/undici.ts';
import { takeLongCalls } from '../runtime/threads/take-long-calls.ts';
import type { Ready } from '../runtime/threads/thread-calls.ts';
import { DirectGateway } from './direct-gateway.ts';
import type { GatewayCalls, GatewayTask } from './miner-gateway.ts';

/**
 * Entry of the thread that sends requests to miners, and parses, judges and packs the responses, so
 * that this work does not delay the screens.
 */
if (parentPort === null) throw new Error('gateway-worker runs as a worker thread only');

const minerGateway = new DirectGateway(workerData as GatewayTask);

takeLongCalls<GatewayCalls>(
  parentPort,
  ({ call, args: [timeoutMs, ...request] }, signal) => {
    const send = minerGateway[call] as (...args: unknown[]) => Promise<unknown>;
    return send.call(minerGateway, ...request, { timeoutMs: timeoutMs ?? undefined, signal });
  },
  () => minerGateway.close(),
);
// Loaded now, so that the first request need not wait for it.
await loadUndici();
parentPort.postMessage({ ready: true } satisfies Ready);
