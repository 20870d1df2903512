import { parentPort, workerData } from 'node:worker_threads';
import { takeCalls } from '../runtime/threads/take-calls.ts';
import type { Ready, RequestFor, ThreadReply } from '../runtime/threads/thread-calls.ts';
import { type OutgoingHistory, openOutgoingHistory } from '../store/outgoing-history.ts';
import type { ReachCalls } from './outgoing-task.ts';
import { RemoteWrite } from './remote-write/remote-write.ts';

/**
 * Entry of the thread that takes history elsewhere: it reads, encodes and sends, over a connection
 * of its own that only reads. It keeps no position: that crosses with each call.
 */
if (parentPort === null) throw new Error('reach-worker runs as a worker thread only');

const port = parentPort;
const { path } = workerData as { readonly path: string };
let connection: OutgoingHistory | null = null;
const history = (): OutgoingHistory => {
  connection ??= openOutgoingHistory(path);
  return connection;
};
const remoteWrite = new RemoteWrite(history);
const underWay = new Map<number, { readonly abort: AbortController; readonly ended: Promise<void> }>();
const answer = (reply: ThreadReply): void => port.postMessage([reply]);

takeCalls<ReachCalls>(port, (message) => {
  if ('cancelled' in message) underWay.get(message.id)?.abort.abort();
  else if (message.call === 'close') void close(message.id);
  else {
    const abort = new AbortController();
    underWay.set(message.id, { abort, ended: respond(message, abort.signal) });
  }
});
port.postMessage({ ready: true } satisfies Ready);

async function respond(request: Exclude<RequestFor<ReachCalls>, { call: 'close' }>, signal: AbortSignal) {
  const { id } = request;
  try {
    const [{ kind }] = request.call === 'step' ? [request.args[0].destination] : request.args;
    if (kind === 'postgres') throw new Error('PostgreSQL is not written to yet');
    const value =
      request.call === 'step'
        ? await remoteWrite.step(request.args[0], signal)
        : await remoteWrite.test(request.args[0], signal);
    answer({ id, ok: true, value });
  } catch (error) {
    answer({
      id,
      ok: false,
      failure: { code: 'failed', message: error instanceof Error ? error.message : String(error) },
    });
  } finally {
    underWay.delete(id);
  }
}

async function close(id: number): Promise<void> {
  for (const { abort } of underWay.values()) abort.abort();
  await Promise.all([...underWay.values()].map(({ ended }) => ended));
  await remoteWrite.close();
  connection?.close();
  answer({ id, ok: true, value: undefined });
  port.close();
}
