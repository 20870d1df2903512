import { parentPort, workerData } from 'node:worker_threads';
import { startReader } from './reader.ts';
import { toStoreError } from './store-error.ts';
import type { Ready, WorkerTask } from './worker-calls.ts';
import { startWriter } from './writer.ts';

/** Entry of both database threads: the one that owns the file and writes, and the one that reads beside it. */
if (parentPort === null) throw new Error('store-worker runs as a worker thread only');

const task = workerData as WorkerTask;
try {
  const start = task.role === 'writer' ? startWriter : startReader;
  start(task.path, parentPort);
  parentPort.postMessage({ ready: true } satisfies Ready);
} catch (error) {
  const { code, message } = toStoreError(error, task.path);
  parentPort.postMessage({ ready: false, failure: { code, message } } satisfies Ready);
  parentPort.close();
}
