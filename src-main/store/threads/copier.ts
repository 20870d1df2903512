import type { MessagePort } from 'node:worker_threads';
import { takeCalls } from '../../runtime/threads/take-calls.ts';
import type { ThreadReply } from '../../runtime/threads/thread-calls.ts';
import { copyFarm } from '../file/copy-farm.ts';
import { toStoreError } from '../store-error.ts';
import type { CopierCalls } from './worker-calls.ts';

/** Copies the farm without blocking the writer or the reader. The thread lives for one backup. */
export function startCopier(path: string, port: MessagePort): void {
  const closing = new AbortController();
  let work: Promise<unknown> = Promise.resolve();
  const respond = (message: ThreadReply): void => port.postMessage([message]);
  takeCalls<CopierCalls>(port, (request) => {
    if ('cancelled' in request) return;
    const { id } = request;
    if (request.call === 'close') {
      closing.abort();
      void work.finally(() => {
        respond({ id, ok: true, value: undefined });
        port.close();
      });
      return;
    }
    const [file, mostBytes] = request.args;
    work = copyFarm(path, file, mostBytes, closing.signal).then(
      (value) => respond({ id, ok: true, value }),
      (error: unknown) => {
        const { code, message } = toStoreError(error, path);
        respond({ id, ok: false, failure: { code, message } });
      },
    );
  });
}
