import type { MessagePort } from 'node:worker_threads';
import { takeCalls } from '../../runtime/threads/take-calls.ts';
import type { RequestFor, ThreadReply } from '../../runtime/threads/thread-calls.ts';
import { openReadOnly, type Sqlite } from '../file/database-file.ts';
import { toStoreError } from '../store-error.ts';

/** A thread that waits inside SQLite does not respond, and cannot be terminated. */
const BUSY_TIMEOUT_MS = 1000;

type Reads<C> = { readonly [K in Exclude<keyof C & string, 'close'>]: C[K] };

/**
 * Serves calls on one read-only connection. The file is opened at the first call, so that the
 * thread can start while the writer still migrates the file.
 */
export function serveReads<C extends { close(): void }>(
  path: string,
  port: MessagePort,
  readsOn: (open: () => Sqlite) => Reads<C>,
): void {
  let connection: Sqlite | undefined;
  const reads = readsOn(() => {
    if (connection === undefined) {
      connection = openReadOnly(path);
      connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
    return connection;
  }) as Record<string, (...args: unknown[]) => unknown>;
  const read = (request: RequestFor<C>): ThreadReply => {
    try {
      const args = request.args as unknown[];
      const value = request.call === 'close' ? connection?.close() && undefined : reads[request.call]?.(...args);
      return { id: request.id, ok: true, value };
    } catch (error) {
      const { code, message } = toStoreError(error, path);
      return { id: request.id, ok: false, failure: { code, message } };
    }
  };
  takeCalls<C>(port, (request) => {
    if ('cancelled' in request) return;
    // One reply at a time, so that a small request does not wait for a large one.
    port.postMessage([read(request)]);
    if (request.call === 'close') port.close();
  });
}
