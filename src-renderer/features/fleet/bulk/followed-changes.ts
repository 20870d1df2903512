import type { MinersChange } from '../../../../src-shared/model/index.ts';
import { type BulkProgress, bulkResultWords, changeResult } from './bulk-result.ts';
import { bulkTexts } from './bulk-texts.ts';

/** Changes that were started in the program and are followed in the live stream as one. */
export interface Followed {
  readonly begun: readonly MinersChange[];
  readonly doneWords: (miners: number) => string;
  /** The last state of each in the live stream, by id. */
  readonly seen: ReadonlyMap<string, MinersChange>;
}

interface Stand {
  readonly progress: BulkProgress | null;
  readonly result: { readonly text: string; readonly failed: boolean; readonly done: number } | null;
}

/** Adds the current states of the live stream. Returns the same object if nothing is new. */
export function seenNow(followed: Followed, live: readonly MinersChange[]): Followed {
  const { begun, seen } = followed;
  const ids = new Set(begun.map(({ change_id }) => change_id));
  const news = live.filter((change) => ids.has(change.change_id) && seen.get(change.change_id) !== change);
  if (news.length === 0) return followed;
  return { ...followed, seen: new Map([...seen, ...news.map((change) => [change.change_id, change] as const)]) };
}

/** Their combined state. */
export function standOf({ begun, doneWords, seen }: Followed, live: readonly MinersChange[]): Stand {
  const present = new Map(live.map((change) => [change.change_id, change]));
  const now = begun.map((change) => present.get(change.change_id) ?? seen.get(change.change_id) ?? change);
  // A change that was seen running and has disappeared was lost in a restart of PowerHive.
  const isLost = now.some(
    ({ change_id, state }) => state === 'running' && seen.has(change_id) && !present.has(change_id),
  );
  if (isLost) return { progress: null, result: { text: bulkTexts.lost, failed: true, done: 0 } };
  const sum = changeResult(now);
  if (now.some(({ state }) => state === 'running')) return { progress: sum, result: null };
  return { progress: null, result: { text: bulkResultWords(doneWords, sum), failed: sum.failed > 0, done: sum.done } };
}
