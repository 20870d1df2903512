import { parentPort, workerData } from 'node:worker_threads';
import type { Ready } from '../../runtime/threads/thread-calls.ts';
import { toStoreError } from '../store-error.ts';
import type { WorkerTask } from './worker-calls.ts';

/**
 * Entry of the database threads: the writer, which owns the file, the reader, the compactor, and
 * the copier for a backup. Each loads only its own code.
 */
if (parentPort === null) throw new Error('store-worker runs as a worker thread only');

const task = workerData as WorkerTask;
try {
  const start = await startOf(task.role);
  start(task.path, parentPort, task.mustExist);
  parentPort.postMessage({ ready: true } satisfies Ready);
} catch (error) {
  const { code, message } = toStoreError(error, task.path);
  parentPort.postMessage({ ready: false, failure: { code, message } } satisfies Ready);
  parentPort.close();
}

async function startOf(role: WorkerTask['role']) {
  if (role === 'writer') return (await import('./writer.ts')).startWriter;
  if (role === 'reader') return (await import('./reader.ts')).startReader;
  if (role === 'compactor') return (await import('./compactor.ts')).startCompactor;
  return (await import('./copier.ts')).startCopier;
}
