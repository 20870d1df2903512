import { actedValue } from '../../../../src-shared/actions/acted-value.ts';
import type { ActedState, JobAction, JobChange } from '../../../../src-shared/model/index.ts';
import { withoutLogin } from '../../../../src-shared/pools/pool-address.ts';
import type { StoredJobItem } from '../../../store/job-records.ts';
import type { Goal } from '../../goal/goal.ts';
import { isUsed } from '../../goal/known-miner.ts';

/** Changes of a job that its audit entries name, the most frequent ones. */
const MOST_CHANGES = 5;

type Row = Pick<StoredJobItem, 'before' | 'expect' | 'after' | 'verdict'>;

/** What the miners of a job are to be changed from and to. */
export function plannedChanges(action: JobAction, rows: readonly Row[]): JobChange[] {
  return changes(action, rows, ({ expect }) => expect);
}

/** What the miners of a job were changed from and to, as far as readings show it. */
export function doneChanges(action: JobAction, rows: readonly Row[]): JobChange[] {
  const done = rows.filter(({ verdict }) => verdict === 'in_force' || verdict === 'proven');
  return changes(action, done, ({ after }) => after);
}

function changes(action: JobAction, rows: readonly Row[], toOf: (row: Row) => ActedState | null): JobChange[] {
  const counts = new Map<string, { from: string; to: string; miners: number }>();
  for (const row of rows) {
    const to = toOf(row);
    const [was, is] = [row.before, to].map((state) => (state === null ? null : actedValue(action, state)));
    if (was == null || is == null || was === is) continue;
    const key = JSON.stringify([was, is]);
    const change = counts.get(key) ?? { from: was, to: is, miners: 0 };
    change.miners += 1;
    counts.set(key, change);
  }
  return [...counts.values()].sort((a, b) => b.miners - a.miners).slice(0, MOST_CHANGES);
}

/** The target of an action on one miner, for its audit entries; null if the action says it all. */
export function targetOf(goal: Goal | null): string | null {
  switch (goal?.kind) {
    case 'preset':
      return goal.preset;
    case 'throttle':
      return `${goal.percent} %`;
    case 'locate':
      return goal.on ? 'on' : 'off';
    case 'switch_pool':
      return withoutLogin(goal.url);
    case 'pools':
      return firstPool(goal);
    default:
      return null;
  }
}

function firstPool({ slots }: Extract<Goal, { kind: 'pools' }>): string | null {
  const first = slots?.find(isUsed);
  return first === undefined ? null : withoutLogin(first.url);
}
