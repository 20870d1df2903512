import { setImmediate as yieldToWrites } from 'node:timers/promises';
import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import type { RetentionPlan } from '../../history/plan-retention.ts';
import { TIER_NAMES, TIERS } from '../../history/tiers.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';
import type { PruneCounts } from '../store.ts';
import { pruneIncidents } from './prune-incidents.ts';

/**
 * A step that takes longer is followed by a smaller one: a write in between waits for little more
 * than twice this time.
 */
const STEP_TARGET_MS = 10;
const MOST_ROWS = 5000;
const FIRST_STEP_ROWS = 20;

/**
 * One page in this many stays free, for the next hour of history, so that the file need not grow
 * again.
 */
const FREE_PAGE_SHARE = 20;

/** A day that the next tier has not taken over within this time is damaged. */
const LONGEST_OPEN_MS = 365 * DAY_MS;

/** Of `jobs`: no miner waits for the end of this pause. */
const HAS_ENDED = `coalesce(json_extract(jobs.pause_end, '$.state') NOT IN ('waiting', 'resuming'), 1)`;

/**
 * Deletes what is older than the limits in small transactions, between which the writer does other
 * work, and then returns the free space to the disk. Rows are not deleted here: they are compacted
 * at any age and then deleted (delete-compacted-rows.ts), so that none is lost before its roll-ups
 * are made.
 */
export async function prune(sqlite: Sqlite, limits: RetentionPlan, signal: AbortSignal): Promise<PruneCounts> {
  const deleteActivity = prepared<[number, number]>(
    sqlite,
    'DELETE FROM activity WHERE id IN (SELECT id FROM activity WHERE at < ? ORDER BY at LIMIT ?)',
  );
  // A day that the next tier has not taken over yet stays.
  const deleteBlocks = prepared<[string, number, number, number]>(
    sqlite,
    `DELETE FROM history_blocks WHERE id IN (
       SELECT id FROM history_blocks WHERE tier = ? AND from_at <= ? AND (is_open = 0 OR from_at <= ?) ORDER BY from_at LIMIT ?)`,
  );
  const deleteGroupSlots = prepared<[number, number, number]>(
    sqlite,
    `DELETE FROM group_slots WHERE (slot_ms, at, model_alias, site_key) IN (
       SELECT slot_ms, at, model_alias, site_key FROM group_slots WHERE slot_ms = ? AND at < ? LIMIT ?)`,
  );
  const deleteFills = prepared<[number, number]>(
    sqlite,
    'DELETE FROM filled_ranges WHERE id IN (SELECT id FROM filled_ranges WHERE to_at < ? ORDER BY id LIMIT ?)',
  );
  const deleteGaps = prepared<[number, number]>(
    sqlite,
    `DELETE FROM history_gaps WHERE (miner_key, from_at) IN (
       SELECT miner_key, from_at FROM history_gaps WHERE to_at < ? LIMIT ?)`,
  );
  const deleteMonitored = prepared<[number, number]>(
    sqlite,
    `DELETE FROM monitored_spans WHERE (miner_key, from_at) IN (
       SELECT miner_key, from_at FROM monitored_spans WHERE to_at < ? LIMIT ?)`,
  );
  const deleteWatched = prepared<[number, number]>(
    sqlite,
    'DELETE FROM watched_spans WHERE from_at IN (SELECT from_at FROM watched_spans WHERE to_at < ? LIMIT ?)',
  );
  const deleteFarmSlots = prepared<[number, number]>(
    sqlite,
    'DELETE FROM farm_slots WHERE (at, algorithm) IN (SELECT at, algorithm FROM farm_slots WHERE at < ? LIMIT ?)',
  );
  const deleteLossSlots = prepared<[number, number]>(
    sqlite,
    `DELETE FROM loss_slots WHERE (at, algorithm, cause) IN (
       SELECT at, algorithm, cause FROM loss_slots WHERE at < ? LIMIT ?)`,
  );
  const deleteItems = prepared<[number, number]>(
    sqlite,
    `DELETE FROM job_items WHERE item_key IN (
       SELECT item_key FROM job_items JOIN jobs USING (job_key) WHERE jobs.finished_at < ? AND ${HAS_ENDED} LIMIT ?)`,
  );
  // Only after its last miner: a step deletes at most this many rows.
  const deleteJobs = prepared<[number, number]>(
    sqlite,
    `DELETE FROM jobs WHERE job_key IN (
       SELECT job_key FROM jobs WHERE finished_at < ? AND ${HAS_ENDED}
         AND NOT EXISTS (SELECT 1 FROM job_items WHERE job_items.job_key = jobs.job_key) LIMIT ?)`,
  );
  const { tiersBefore, groupsBefore } = limits;
  let blocks = 0;
  for (const tier of TIER_NAMES) {
    // A block is deleted when its youngest content is too old.
    const fromAt = tiersBefore[tier] - TIERS[tier].blockMs;
    const openFromAt = fromAt - LONGEST_OPEN_MS;
    blocks += await inSteps((rows) => deleteBlocks.run(tier, fromAt, openFromAt, rows).changes, signal);
  }
  let group_slots = 0;
  for (const { slot_ms, before } of groupsBefore) {
    group_slots += await inSteps((rows) => deleteGroupSlots.run(slot_ms, before, rows).changes, signal);
  }
  const counts = {
    blocks,
    group_slots,
    activity: await inSteps((rows) => deleteActivity.run(limits.activityBefore, rows).changes, signal),
  };
  await inSteps((rows) => pruneIncidents(sqlite, limits.activityBefore, rows), signal);
  await inSteps((rows) => deleteFarmSlots.run(limits.activityBefore, rows).changes, signal);
  await inSteps((rows) => deleteLossSlots.run(limits.activityBefore, rows).changes, signal);
  await inSteps((rows) => deleteItems.run(limits.jobsBefore, rows).changes, signal);
  await inSteps((rows) => deleteJobs.run(limits.jobsBefore, rows).changes, signal);
  await inSteps((rows) => deleteFills.run(tiersBefore.status_5min, rows).changes, signal);
  await inSteps((rows) => deleteMonitored.run(tiersBefore.status_1h, rows).changes, signal);
  await inSteps((rows) => deleteWatched.run(tiersBefore.status_1h, rows).changes, signal);
  await inSteps((rows) => deleteGaps.run(limits.gapsBefore, rows).changes, signal);
  await inSteps((pages) => returnPages(sqlite, pages), signal);
  return counts;
}

/** Repeats a step with this many rows until it finds fewer; returns the total. */
export async function inSteps(step: (rows: number) => number, signal: AbortSignal): Promise<number> {
  let total = 0;
  for (let rows = FIRST_STEP_ROWS; !signal.aborted; ) {
    const startedAt = performance.now();
    const done = step(rows);
    total += done;
    if (done < rows) break;
    rows = nextStepRows(rows, performance.now() - startedAt);
    await yieldToWrites();
  }
  return total;
}

/**
 * Adjusts the size of a step to its target duration: at most twice as many rows as before, or as
 * few as needed.
 */
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
