import type { Settings } from '../../src-shared/model/index.ts';
import { planCompaction } from '../history/plan-compaction.ts';
import { planRetention } from '../history/plan-retention.ts';
import type { Clock } from '../runtime/clock.ts';
import { Loop } from '../runtime/loop.ts';
import type { Store } from '../store/store.ts';

export interface HistoryLoopOptions {
  readonly store: Pick<Store, 'prune' | 'compact'>;
  readonly retention: () => Settings['retention'];
  /** The time for deleting old history, which a wrong clock cannot make too late. */
  readonly retentionNowMs: () => Promise<number>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  /** Called once for each part that cannot be compacted. */
  readonly onTrouble: (reason: string) => void;
}

const RETENTION_INTERVAL_MS = 600_000;
const COMPACTION_INTERVAL_MS = 60_000;
/** Limit of reports for a database that is damaged everywhere. */
const MOST_REPORTED = 20;

/** Deletes what is older than the settings allow. */
export function createRetentionLoop({ store, retention, retentionNowMs, clock, onError }: HistoryLoopOptions): Loop {
  return new Loop({
    name: 'retention',
    intervalMs: () => RETENTION_INTERVAL_MS,
    clock,
    onError,
    async run() {
      const counts = await store.prune(planRetention(retention(), await retentionNowMs()));
      return { counts: { ...counts } };
    },
  });
}

/** Compacts complete hours. */
export function createCompactionLoop({ store, clock, onError, onTrouble }: HistoryLoopOptions): Loop {
  const startedAt = clock.nowMs();
  const reported = new Set<string>();
  return new Loop({
    name: 'compaction',
    intervalMs: () => COMPACTION_INTERVAL_MS,
    clock,
    onError,
    async run(signal) {
      // The first minute is left to the screens and the first scan.
      const waitMs = COMPACTION_INTERVAL_MS - (clock.nowMs() - startedAt);
      if (waitMs > 0 && waitMs <= COMPACTION_INTERVAL_MS) return { nextInMs: waitMs };
      const { troubles, ...counts } = await store.compact(planCompaction(clock.nowMs()), signal);
      for (const trouble of troubles) {
        if (reported.size >= MOST_REPORTED || reported.has(trouble)) continue;
        reported.add(trouble);
        onTrouble(trouble);
      }
      return { counts, trouble: troubles[0] ?? null };
    },
  });
}
