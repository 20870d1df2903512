import type { MessagePort } from 'node:worker_threads';
import { prepareSeal } from '../compaction/compact.ts';
import { prepareFill } from '../compaction/fill.ts';
import { serveReads } from './serve-reads.ts';
import type { SealerCalls } from './worker-calls.ts';

/** Works out what is sealed, beside the writer and the reader: neither waits while an hour is compressed. It writes nothing itself. */
export function startSealer(path: string, port: MessagePort): void {
  serveReads<SealerCalls>(path, port, (open) => ({
    prepareFill: (missed) => {
      const sqlite = open();
      return sqlite.transaction(() => prepareFill(sqlite, missed))();
    },
    prepareSeal: (task) => {
      const sqlite = open();
      return sqlite.transaction(() => prepareSeal(sqlite, task))();
    },
  }));
}
