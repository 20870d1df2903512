import { hasTrait } from '../../../../src-shared/actions/action-traits.ts';
import type { JobItem } from '../../../../src-shared/model/index.ts';
import type { StoredJob, StoredJobItem } from '../../../store/job-records.ts';
import { changedGoal } from '../../goal/changed-goal.ts';
import { hasChanged } from '../../goal/changed-since-preview.ts';
import type { Goal } from '../../goal/goal.ts';
import { judge } from '../../goal/judge.ts';
import { observed } from '../../goal/known-miner.ts';
import { type Order, orderOf } from '../../goal/order.ts';
import { startWatts } from '../../goal/start-watts.ts';
import {
  needsWaves,
  type PlanContext,
  type PlannedItem,
  planItems,
  transitionKey,
  wavesOf,
} from '../../plan/planner.ts';
import { waveOf } from '../../plan/split-into-waves.ts';
import { costOf } from '../../plan/start-cost.ts';
import type { LeftState } from '../../plan/undo.ts';
import { waveItem } from '../record/new-rows.ts';
import type { WaveItem } from '../run-options.ts';

function orderFor(job: StoredJob, { own }: StoredJobItem): Order {
  return own === null ? orderOf(job.action, job.params) : (own as Order);
}

/** What remains of a scheduled job at its start. */
export interface PlannedAgain {
  readonly items: WaveItem[];
  readonly waves: number[];
  readonly isWaved: boolean;
  /** Miners that are no longer as in the preview, or can no longer be changed. */
  readonly skipped: StoredJobItem[];
}

/**
 * Plans a scheduled job again at its start. Only what its preview showed is run: a miner that would
 * now be changed in another way is left out, and none is added.
 */
export function planAgain(
  job: StoredJob,
  items: readonly StoredJobItem[],
  context: PlanContext,
  nowMs: number,
): PlannedAgain {
  const rows = items.filter(({ verdict }) => verdict === 'planned');
  const plan = planItems(
    rows.map((row) => [row.id, orderFor(job, row)] as const),
    context,
  );
  const before = new Map(rows.map((row) => [row.id, row]));
  const why = new Map<string, Pick<JobItem, 'code' | 'message' | 'held_by'>>();
  for (const { id, code, reason, job_id } of plan.skipped)
    why.set(id, { code, message: reason, held_by: job_id ?? null });
  const planned = plan.planned.filter((item) => {
    const changed = changedSince(before.get(item.miner.id), item);
    if (changed !== null) why.set(item.miner.id, { code: 'changed_meanwhile', message: changed, held_by: null });
    return changed === null;
  });
  const waves = wavesOf(planned, context.rules);
  return {
    items: planned.map((item, index) => {
      const live = waveItem(item, waveOf(index, waves), null);
      const row = before.get(item.miner.id);
      // At its turn the miner is judged against the preview.
      return row === undefined ? live : { ...live, row: { ...row, wave: live.row.wave } };
    }),
    waves,
    isWaved: needsWaves(planned),
    skipped: rows.flatMap((row) => {
      const reason = why.get(row.id);
      return reason === undefined
        ? []
        : [{ ...row, ...reason, verdict: 'skipped' as const, wave: null, finished_at: nowMs }];
    }),
  };
}

function changedSince(row: StoredJobItem | undefined, { order, before, judged }: PlannedItem): string | null {
  if (row === undefined || row.before === null) return null;
  const changed = hasChanged(order, row.before, before);
  if (changed !== null) return changed;
  return changedGoal({ goal: row.goal as Goal | null, expect: row.expect }, judged);
}

/**
 * The miners of a job that was paused when the program ended, planned as in the preview. `mustBe`:
 * what an undo must find on each miner.
 */
export function resumedItems(
  job: StoredJob,
  items: readonly StoredJobItem[],
  mustBe: ReadonlyMap<string, LeftState>,
  context: Pick<PlanContext, 'miner' | 'allowUntuned'>,
): { readonly items: WaveItem[]; readonly isWaved: boolean } {
  let isWaved = false;
  const live = items
    .filter(({ wave }) => wave !== null)
    .map((row): WaveItem => {
      const order = orderFor(job, row);
      const miner = context.miner(row.id);
      const { pools: _, pool_url: __, ...known } = row.before ?? { pools: null, pool_url: null };
      const now = observed(known);
      const judged = miner === null ? null : judge(order, miner, now, context);
      if (miner === null || judged === null || !judged.ok) {
        // It is judged again at its turn. Until then the most that it could need is reserved.
        isWaved ||= !hasTrait(job.action, 'calm');
        return {
          row,
          order,
          mustBe: mustBe.get(row.id) ?? null,
          cost: hasTrait(job.action, 'calm')
            ? null
            : { starts: 1, kw: miner === null ? 0 : startWatts(miner, now) / 1000 },
          transition: null,
        };
      }
      isWaved ||= needsWaves([{ judged }]);
      const transition = transitionKey(miner, row.before?.preset ?? null, judged.goal);
      return { row, order, mustBe: mustBe.get(row.id) ?? null, cost: costOf(judged), transition };
    });
  return { items: live, isWaved };
}
