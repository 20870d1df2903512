import { parentPort } from 'node:worker_threads';
import { takeLongCalls } from '../runtime/threads/take-long-calls.ts';
import type { Ready } from '../runtime/threads/thread-calls.ts';
import { SiteAsker } from './ask-site.ts';
import type { SitesCalls } from './sites-thread.ts';

/**
 * Entry of the thread that asks other sites: what one of them sends may be large, and holds up nobody
 * here. It keeps nothing: address and token cross with each call.
 */
if (parentPort === null) throw new Error('sites-worker runs as a worker thread only');

const sites = new SiteAsker();

takeLongCalls<SitesCalls>(
  parentPort,
  ({ args: [request] }, signal) => sites.ask(request, signal),
  async () => undefined,
);
parentPort.postMessage({ ready: true } satisfies Ready);
