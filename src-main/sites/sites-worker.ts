import { parentPort } from 'node:worker_threads';
import { type LongRequest, takeLongCalls } from '../runtime/threads/take-long-calls.ts';
import type { Ready } from '../runtime/threads/thread-calls.ts';
import { SiteAsker } from './ask-site.ts';
import type { SitesCalls } from './sites-thread.ts';

/**
 * Entry of the thread that asks other sites: what one of them sends may be large, and holds up nobody
 * here. It keeps nothing but the streams that are open: address and token cross with each call.
 */
if (parentPort === null) throw new Error('sites-worker runs as a worker thread only');

const sites = new SiteAsker();

takeLongCalls<SitesCalls>(parentPort, respondTo, async () => sites.close());
parentPort.postMessage({ ready: true } satisfies Ready);

async function respondTo(request: LongRequest<SitesCalls>, signal: AbortSignal) {
  if (request.call === 'leave') return sites.leave(request.args[0]);
  if (request.call === 'nextEvent') return sites.nextEvent(request.args[0], signal);
  return sites.ask(request.args[0], signal);
}
