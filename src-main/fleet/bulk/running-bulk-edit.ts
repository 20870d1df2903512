import type { Actor, MinerPatch, MinersChange } from '../../../src-shared/model/index.ts';
import type { EditFailure } from './bulk-edit-miner.ts';
import type { BulkEditWork, MinerWork, StoredBulkEdit } from './bulk-edit-work.ts';

const MOST_FAILURES = 100;

/** A bulk edit that runs, waits for its turn, or has ended. */
export interface RunningBulkEdit {
  change: MinersChange;
  readonly work: BulkEditWork;
  /** The patch of each miner by id; null for none. */
  readonly patches: ReadonlyMap<string, MinerPatch | null>;
  /** It was running when the program ended: a part of it is done. */
  readonly isResumed: boolean;
  readonly stop: AbortController;
  /** Who stopped it; null if nobody did. */
  stoppedBy: Actor | null;
  /** The fields that were decided later for single miners, by id: the change leaves them alone. */
  readonly decidedLater: Map<string, ReadonlySet<string>>;
  readonly ended: PromiseWithResolvers<void>;
}

/** A bulk edit of which nothing is done yet. */
export function runningBulkEdit(
  { change_id, started, actor, work, decided_later }: StoredBulkEdit,
  isResumed: boolean,
): RunningBulkEdit {
  const change: MinersChange = {
    change_id,
    state: 'running',
    kind: work.kind,
    patch: work.shared ?? {},
    actor,
    total: work.miners.length,
    done: 0,
    failed: 0,
    skipped: 0,
    failures: [],
    started_at: started.at,
    finished_at: null,
  };
  return {
    change,
    work,
    patches: new Map(work.miners.map(({ id, patch }) => [id, patch])),
    isResumed,
    stop: new AbortController(),
    stoppedBy: null,
    decidedLater: new Map(Object.entries(decided_later ?? {}).map(([id, fields]) => [id, new Set(fields)])),
    ended: Promise.withResolvers<void>(),
  };
}

/** The work for a miner without the fields that were decided for it later. */
export function stillWanted(work: MinerWork, decidedLater: RunningBulkEdit['decidedLater']): MinerWork {
  const decided = decidedLater.get(work.id);
  const left = Object.entries(work.patch ?? {}).filter(([field]) => decided?.has(field) !== true);
  return work.patch === null ? work : { ...work, patch: Object.fromEntries(left) };
}

/** The change after these miners; null for each that was changed. */
export function addResults(
  change: MinersChange,
  ids: readonly string[],
  results: readonly (EditFailure | null)[],
): Pick<MinersChange, 'done' | 'failed' | 'failures'> {
  const failures = results.flatMap((result, i) =>
    result === null ? [] : [{ id: ids[i] ?? '', name: result.name, message: result.message }],
  );
  return {
    done: change.done + results.length - failures.length,
    failed: change.failed + failures.length,
    failures: [...change.failures, ...failures].slice(0, MOST_FAILURES),
  };
}
