import type { MessagePort } from 'node:worker_threads';
import { readActivity } from './activity-queries.ts';
import { openReadOnly, type Sqlite } from './database-file.ts';
import { loadFleet } from './fleet-queries.ts';
import { readChainHistory, readChipHistory, readGroupHistory, readMinerHistory } from './history-queries.ts';
import { readStatuses } from './status-queries.ts';
import { toStoreError } from './store-error.ts';
import { readTelemetry } from './telemetry-queries.ts';
import type { Answer, ReaderCalls, RequestFor } from './worker-calls.ts';

/**
 * Reads what the port asks for, without ever waiting for a write. The file is opened at the first call, so that this thread can start while the
 * writer still brings the file up to date.
 */
export function startReader(path: string, port: MessagePort): void {
  let connection: Sqlite | undefined;
  const open = (): Sqlite => {
    connection ??= openReadOnly(path);
    return connection;
  };
  const reads: ReaderCalls = {
    loadFleet: () => loadFleet(open()),
    statuses: (minerId, range) => readStatuses(open(), minerId, range),
    telemetry: (minerId, range) => readTelemetry(open(), minerId, range),
    minerHistory: (minerId, plan) => readMinerHistory(open(), minerId, plan),
    chainHistory: (minerId, chainId, plan) => readChainHistory(open(), minerId, chainId, plan),
    chipHistory: (minerId, chainId, chipId, plan) => readChipHistory(open(), minerId, chainId, chipId, plan),
    groupHistory: (modelAlias, plan) => readGroupHistory(open(), modelAlias, plan),
    activity: (filter) => readActivity(open(), filter),
    close: () => void connection?.close(),
  };
  const read = (request: RequestFor<ReaderCalls>): Answer => {
    try {
      const call = reads[request.call] as (...args: unknown[]) => unknown;
      return { id: request.id, ok: true, value: call(...request.args) };
    } catch (error) {
      const { code, message } = toStoreError(error, path);
      return { id: request.id, ok: false, failure: { code, message } };
    }
  };
  port.on('message', (request: RequestFor<ReaderCalls>) => {
    port.postMessage(read(request));
    if (request.call === 'close') port.close();
  });
}
