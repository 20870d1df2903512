import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../runtime/clock.ts';
import { type LongRequest, takeLongCalls } from '../runtime/threads/take-long-calls.ts';
import type { Ready } from '../runtime/threads/thread-calls.ts';
import { type OutgoingHistory, openOutgoingHistory } from '../store/outgoing-history.ts';
import type { DestinationsCalls, OpenDestination } from './outgoing-task.ts';
import { Postgres } from './postgres/postgres.ts';
import { RemoteWrite } from './remote-write/remote-write.ts';

/**
 * Entry of the thread that sends history to destinations: it reads, encodes and sends. It has its
 * own read-only connection to the database. It stores no position: that comes with each call.
 */
if (parentPort === null) throw new Error('destinations-worker runs as a worker thread only');

const port = parentPort;
// pg would read what a destination does not set from PG* variables. This deletes them from this
// thread's copy of the environment.
for (const name of Object.keys(process.env)) if (name.startsWith('PG')) delete process.env[name];
const { path } = workerData as { readonly path: string };
let connection: OutgoingHistory | null = null;
const history = (): OutgoingHistory => {
  connection ??= openOutgoingHistory(path);
  return connection;
};
const remoteWrite = new RemoteWrite(history, systemClock);
const postgres = new Postgres(history, systemClock);
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
