import type { MinersChange } from '../../../../src-shared/model/index.ts';
import { fleetTexts } from '../fleet-texts.ts';
/** One part of a bulk change that did not happen, and why. */
export interface BulkFailure {
  readonly name: string;
  readonly why: string;
}

export interface BulkProgress {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Why; of very many that failed only the first. */
  readonly failures: readonly BulkFailure[];
}

export interface BulkResult extends BulkProgress {
  /** Those that were never begun, because the operator stopped it. */
  readonly skipped: number;
}

/** Miners at once: enough to be quick, few enough to leave PowerHive free for everything else. */
export const BULK_CONCURRENCY = 8;

/**
 * Does `work` for every item, some at once, in their order. `work` returns null when it is done,
 * else why not; it must not throw. Aborting begins no more; what has begun is waited for, so that
 * the result is the truth.
 */
export async function runBulk<Item extends { readonly name: string }>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<string | null>,
  onProgress: (progress: BulkProgress) => void,
  signal: AbortSignal,
): Promise<BulkResult> {
  let next = 0;
  let done = 0;
  const failures: BulkFailure[] = [];
  const worker = async (): Promise<void> => {
    while (next < items.length && !signal.aborted) {
      const index = next;
      next += 1;
      const item = items[index] as Item;
      const why = await work(item, index);
      if (why === null) done += 1;
      else failures.push({ name: item.name, why });
      onProgress({ total: items.length, done, failed: failures.length, failures: [...failures] });
    }
  };
  await Promise.all(Array.from({ length: Math.min(BULK_CONCURRENCY, items.length) }, worker));
  const failed = failures.length;
  return { total: items.length, done, failed, failures, skipped: items.length - done - failed };
}

const NAMED_FAILURES = 3;

/**
 * "46 managed, 2 failed: R1-S02: it is gone; R1-S03: no answer": what was done, and what was not.
 */
export function bulkResultWords(
  doneWords: (miners: number) => string,
  { done, failed, failures, skipped }: BulkResult,
): string {
  const texts = fleetTexts.bulk;
  const counts = [doneWords(done)];
  if (skipped > 0) counts.push(texts.skipped(skipped));
  if (failed > 0) counts.push(texts.failed(failed));
  const named = failures.slice(0, NAMED_FAILURES).map(({ name, why }) => texts.failure(name, why.replace(/\.$/, '')));
  const more = failed - named.length;
  if (more > 0) named.push(texts.moreFailures(more));
  return named.length === 0 ? `${counts.join(', ')}.` : `${counts.join(', ')}: ${named.join('; ')}.`;
}

/** How a change that runs in the program stands, as a bulk change of this page. */
export function changeResult({ total, done, failed, failures, skipped }: MinersChange): BulkResult {
  return { total, done, failed, failures: failures.map(({ name, message }) => ({ name, why: message })), skipped };
}
