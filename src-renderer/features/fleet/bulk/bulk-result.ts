import type { MinersChange } from '../../../../src-shared/model/index.ts';
import { bulkTexts } from './bulk-texts.ts';
/** One part of a bulk change that did not happen, and why. */
export interface BulkFailure {
  readonly name: string;
  readonly why: string;
}

export interface BulkProgress {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** The reasons; if very many failed, only the first. */
  readonly failures: readonly BulkFailure[];
}

export interface BulkResult extends BulkProgress {
  /** Miners that were not started because the operator stopped the change. */
  readonly skipped: number;
}

const NAMED_FAILURES = 3;

/**
 * "46 managed, 2 failed: R1-S02: it is gone; R1-S03: no answer": what was done, and what failed.
 */
export function bulkResultWords(
  doneWords: (miners: number) => string,
  { done, failed, failures, skipped }: BulkResult,
): string {
  const texts = bulkTexts;
  const counts = [doneWords(done)];
  if (skipped > 0) counts.push(texts.skipped(skipped));
  if (failed > 0) counts.push(texts.failed(failed));
  const named = failures.slice(0, NAMED_FAILURES).map(({ name, why }) => texts.failure(name, why.replace(/\.$/, '')));
  const more = failed - named.length;
  if (more > 0) named.push(texts.moreFailures(more));
  return named.length === 0 ? `${counts.join(', ')}.` : `${counts.join(', ')}: ${named.join('; ')}.`;
}

/** Adds up changes that run in the program as one bulk change. */
export function changeResult(changes: readonly MinersChange[]): BulkResult {
  const sum = (of: (change: MinersChange) => number): number => changes.reduce((all, change) => all + of(change), 0);
  return {
    total: sum(({ total }) => total),
    done: sum(({ done }) => done),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    failures: changes.flatMap(({ failures }) => failures.map(({ name, message }) => ({ name, why: message }))),
  };
}
