import { parentPort } from 'node:worker_threads';
import { takeCalls } from '../runtime/threads/take-calls.ts';
import type { Ready, RequestFor, ThreadReply } from '../runtime/threads/thread-calls.ts';
import { SiteAsker } from './ask-site.ts';
import type { SitesCalls } from './sites-thread.ts';

/**
 * Entry of the thread that asks other sites: what one of them sends may be large, and holds up nobody
 * here. It keeps nothing: address and token cross with each call.
 */
if (parentPort === null) throw new Error('sites-worker runs as a worker thread only');

const port = parentPort;
const sites = new SiteAsker();
const underWay = new Map<number, { readonly abort: AbortController; readonly ended: Promise<void> }>();
const answer = (reply: ThreadReply): void => port.postMessage([reply]);

takeCalls<SitesCalls>(port, (message) => {
  if ('cancelled' in message) underWay.get(message.id)?.abort.abort();
  else if (message.call === 'close') void close(message.id);
  else {
    const abort = new AbortController();
    underWay.set(message.id, { abort, ended: respond(message, abort.signal) });
  }
});
port.postMessage({ ready: true } satisfies Ready);

async function respond({ id, args: [request] }: Extract<RequestFor<SitesCalls>, { call: 'ask' }>, signal: AbortSignal) {
  answer({ id, ok: true, value: await sites.ask(request, signal) });
  underWay.delete(id);
}

async function close(id: number): Promise<void> {
  for (const { abort } of underWay.values()) abort.abort();
  await Promise.all([...underWay.values()].map(({ ended }) => ended));
  answer({ id, ok: true, value: undefined });
  port.close();
}
