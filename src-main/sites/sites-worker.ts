import { parentPort } from 'node:worker_threads';
import { type LongRequest, takeLongCalls } from '../runtime/threads/take-long-calls.ts';
import type { Ready } from '../runtime/threads/thread-calls.ts';
import { DirectSitesGateway } from './direct-sites-gateway.ts';
import type { SitesCalls } from './sites-thread.ts';

/**
 * Entry of the thread that sends requests to other sites. In a thread of its own, a large response
 * delays no other work. Address and token come with each call; only clients and open streams are
 * kept.
 */
if (parentPort === null) throw new Error('sites-worker runs as a worker thread only');

const gateway = new DirectSitesGateway();

takeLongCalls<SitesCalls>(parentPort, respondTo, async () => gateway.close());
parentPort.postMessage({ ready: true } satisfies Ready);

async function respondTo(request: LongRequest<SitesCalls>, signal: AbortSignal) {
  if (request.call === 'leave') return gateway.leave(request.args[0]);
  if (request.call === 'nextEvent') return gateway.nextEvent(request.args[0], signal);
  return gateway.send(request.args[0], signal);
}
