import { parentPort, workerData } from 'node:worker_threads';
import { type LongRequest, takeLongCalls } from '../runtime/threads/take-long-calls.ts';
import type { Ready } from '../runtime/threads/thread-calls.ts';
import { type OutgoingHistory, openOutgoingHistory } from '../store/outgoing-history.ts';
import type { DestinationsCalls, OpenDestination } from './outgoing-task.ts';
import { Postgres } from './postgres/postgres.ts';
import { RemoteWrite } from './remote-write/remote-write.ts';

/**
 * Entry of the thread that takes history elsewhere: it reads, encodes and sends, over a connection
 * of its own that only reads. It keeps no position: that crosses with each call.
 */
if (parentPort === null) throw new Error('destinations-worker runs as a worker thread only');

const port = parentPort;
// This thread's copy of the environment: pg would take from it what a destination does not say.
for (const name of Object.keys(process.env)) if (name.startsWith('PG')) delete process.env[name];
const { path } = workerData as { readonly path: string };
let connection: OutgoingHistory | null = null;
const history = (): OutgoingHistory => {
  connection ??= openOutgoingHistory(path);
  return connection;
};
const remoteWrite = new RemoteWrite(history);
const postgres = new Postgres(history);
const of = ({ kind }: OpenDestination): RemoteWrite | Postgres => (kind === 'postgres' ? postgres : remoteWrite);

takeLongCalls<DestinationsCalls>(port, respondTo, async () => {
  await Promise.all([remoteWrite.close(), postgres.close()]);
  connection?.close();
});
port.postMessage({ ready: true } satisfies Ready);

/** Only PostgreSQL has connections that outlive a step. */
async function respondTo(request: LongRequest<DestinationsCalls>, signal: AbortSignal) {
  if (request.call === 'forget') return postgres.forget(request.args[0]);
  if (request.call === 'test') return of(request.args[0]).test(request.args[0], signal);
  return of(request.args[0].destination).step(request.args[0], signal);
}
