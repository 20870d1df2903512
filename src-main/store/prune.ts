import { setImmediate as yieldToWrites } from 'node:timers/promises';
import type { Sqlite } from './database-file.ts';
import type { PruneCounts, PruneLimits } from './store.ts';

/** A step that took longer is followed by a smaller one: a write beside it waits for hardly more than twice this. */
const STEP_TARGET_MS = 10;
const MOST_ROWS = 5000;

/** Pages that stay free, to be filled by the next hour of history instead of growing the file anew: one in so many. */
const FREE_PAGE_SHARE = 20;

/**
 * Deletes what is older than the limits in small transactions, between which the writer's thread does other work, and then gives the freed
 * space back to the disk. The latest status of each miner stays, however old: it is what is known of a miner that is off.
 */
export async function prune(sqlite: Sqlite, limits: PruneLimits, signal: AbortSignal): Promise<PruneCounts> {
  const deleteStatuses = sqlite.prepare<[number, number]>(
    `DELETE FROM statuses WHERE id IN (
       SELECT id FROM statuses
       WHERE recorded_at < ? AND NOT EXISTS (SELECT 1 FROM miners WHERE latest_status_id = statuses.id)
       ORDER BY recorded_at LIMIT ?)`,
  );
  const deleteSnapshots = sqlite.prepare<[number, number]>(
    `DELETE FROM chain_snapshots WHERE id IN (
       SELECT id FROM chain_snapshots WHERE recorded_at < ? ORDER BY recorded_at LIMIT ?)`,
  );
  const deleteActivity = sqlite.prepare<[number, number]>(
    'DELETE FROM activity WHERE id IN (SELECT id FROM activity WHERE at < ? ORDER BY at LIMIT ?)',
  );
  const counts = {
    statuses: await inSteps((rows) => deleteStatuses.run(limits.statusesBefore, rows).changes, signal),
    snapshots: await inSteps((rows) => deleteSnapshots.run(limits.chipsBefore, rows).changes, signal),
    activity: await inSteps((rows) => deleteActivity.run(limits.activityBefore, rows).changes, signal),
  };
  await inSteps((pages) => returnPages(sqlite, pages), signal);
  return counts;
}

/** Runs a step for so many rows until one finds less than that to do; answers how many there were in all. */
async function inSteps(step: (rows: number) => number, signal: AbortSignal): Promise<number> {
  let total = 0;
  for (let rows = 100; !signal.aborted; ) {
    const startedAt = performance.now();
    const done = step(rows);
    total += done;
    if (done < rows) break;
    rows = nextStepRows(rows, performance.now() - startedAt);
    await yieldToWrites();
  }
  return total;
}

/** Steers a step towards its target duration: at most twice as many rows as before, and as few as it takes. */
export function nextStepRows(rows: number, tookMs: number): number {
  const factor = Math.min(2, STEP_TARGET_MS / Math.max(tookMs, 0.1));
  return Math.max(1, Math.min(MOST_ROWS, Math.floor(rows * factor)));
}

function returnPages(sqlite: Sqlite, most: number): number {
  const free = sqlite.pragma('freelist_count', { simple: true }) as number;
  const kept = Math.floor((sqlite.pragma('page_count', { simple: true }) as number) / FREE_PAGE_SHARE);
  const pages = Math.min(most, Math.max(0, free - kept));
  if (pages > 0) sqlite.pragma(`incremental_vacuum(${pages})`);
  return pages;
}
