import type { MessagePort } from 'node:worker_threads';
import { prepareCompact } from '../compaction/compact.ts';
import { prepareFill } from '../compaction/fill.ts';
import { readMinersSums } from '../queries/miner-sum-queries.ts';
import { serveReads } from './serve-reads.ts';
import type { CompactorCalls } from './worker-calls.ts';

/**
 * Works out what is compacted, beside the writer and the reader: neither waits while an hour is
 * compressed. It writes nothing itself. In between it helps the reader to add up many miners.
 */
export function startCompactor(path: string, port: MessagePort): void {
  serveReads<CompactorCalls>(path, port, (open) => ({
    prepareFill: (missed) => {
      const sqlite = open();
      return sqlite.transaction(() => prepareFill(sqlite, missed))();
    },
    prepareCompact: (task) => {
      const sqlite = open();
      return sqlite.transaction(() => prepareCompact(sqlite, task))();
    },
    minersSums: (minerIds, plan) => readMinersSums(open(), minerIds, plan),
  }));
}
