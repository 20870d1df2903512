import type { MessagePort } from 'node:worker_threads';
import { prepareCompact } from '../compaction/compact.ts';
import { prepareFill } from '../compaction/fill-gaps.ts';
import { readMinersSums } from '../queries/history/miner-sum-queries.ts';
import { serveReads } from './serve-reads.ts';
import type { CompactorCalls } from './worker-calls.ts';

/**
 * Computes compaction in its own thread, so that neither the writer nor the reader waits for it. It
 * writes nothing itself. In between it helps the reader to sum over many miners.
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
